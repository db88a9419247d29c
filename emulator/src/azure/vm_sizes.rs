//! VM sizes and prices.

use http::StatusCode;
use serde_json::{Value, json};

use super::problem::ArmProblem;

/// A VM size with an invented but plausible price.
pub(crate) struct Size {
    /// In the catalogue's spelling; instances have it in capitals.
    name: &'static str,
    pub family: &'static str,
    pub vcpus: u32,
    gpus: u32,
    memory_gb: f64,
    /// US dollars per hour, Linux.
    price: f64,
}

#[rustfmt::skip]
static SIZES: [Size; 6] = [
    Size { name: "Standard_DS2_v2", family: "standardDSv2Family", vcpus: 2, gpus: 0, memory_gb: 7.0, price: 0.146 },
    Size { name: "Standard_DS3_v2", family: "standardDSv2Family", vcpus: 4, gpus: 0, memory_gb: 14.0, price: 0.293 },
    Size { name: "Standard_DS11_v2", family: "standardDSv2Family", vcpus: 2, gpus: 0, memory_gb: 14.0, price: 0.185 },
    Size { name: "Standard_E4s_v3", family: "standardESv3Family", vcpus: 4, gpus: 0, memory_gb: 32.0, price: 0.252 },
    Size { name: "Standard_NC6s_v3", family: "standardNCSv3Family", vcpus: 6, gpus: 1, memory_gb: 112.0, price: 3.06 },
    Size { name: "Standard_NC24ads_A100_v4", family: "standardNCADSA100v4Family", vcpus: 24, gpus: 1, memory_gb: 220.0, price: 3.673 },
];

/// The size of this name. Refuses one that no instance can have, in the words that users report
/// (MachineLearningNotebooks#1169).
pub(crate) fn find(name: &str) -> Result<&'static Size, ArmProblem> {
    if let Some(size) = SIZES.iter().find(|size| size.name.eq_ignore_ascii_case(name)) {
        return Ok(size);
    }
    let message = format!(
        "The specified value {name} for property Cluster.Properties.VMSize is not a supported VM size. See \
         additional details for supported VM sizes."
    );
    let supported: Vec<_> = SIZES.iter().map(|size| size.name.to_ascii_uppercase()).collect();
    let problem =
        ArmProblem::service(StatusCode::BAD_REQUEST, "InvalidPropertyValue", "BadArgument", message);
    Err(ArmProblem {
        details: json!([{ "code": "SupportedVMSizes", "message": supported.join(",") }]),
        ..problem
    })
}

/// The families of all sizes, some of them several times.
pub(crate) fn families() -> impl Iterator<Item = &'static str> {
    SIZES.iter().map(|size| size.family)
}

/// In US dollars per hour, on Linux.
pub(crate) fn price(size: &str) -> Option<f64> {
    SIZES.iter().find(|known| known.name.eq_ignore_ascii_case(size)).map(|known| known.price)
}

/// The answer of `vmSizes`: one page, the same in every location.
pub(crate) fn sizes() -> Value {
    json!({ "value": SIZES.iter().map(Size::resource).collect::<Vec<_>>() })
}

impl Size {
    /// Several prices per size, as Azure has them: the client has to choose.
    fn resource(&self) -> Value {
        let price = |os: &str, tier: &str, factor: f64| {
            let price = (self.price * factor * 1000.0).round() / 1000.0;
            json!({ "retailPrice": price, "osType": os, "vmTier": tier })
        };
        json!({
            "name": self.name,
            "family": self.family,
            "vCPUs": self.vcpus,
            "gpus": self.gpus,
            "osVhdSizeMB": 1_047_552,
            "maxResourceVolumeMB": 28_672,
            "memoryGB": self.memory_gb,
            "lowPriorityCapable": true,
            "premiumIO": true,
            "estimatedVMPrices": {
                "billingCurrency": "USD",
                "unitOfMeasure": "OneHour",
                "values": [
                    price("Linux", "LowPriority", 0.2),
                    price("Windows", "Standard", 1.8),
                    price("Linux", "Standard", 1.0),
                ],
            },
            "supportedComputeTypes": ["AmlCompute", "ComputeInstance"],
        })
    }
}
