//! Documentation, templates and module layers, compared with the product.

pub mod addresses;
pub mod azure_policies;
pub mod dependencies;
pub mod documentation;
pub mod infrastructure;
pub mod layers;
pub mod recipes;
