//! Alerts of Azure Monitor, Grafana and Alertmanager: who may send them, and what they propose or do.

pub mod authentication;
pub mod proposals;
