//! An index of the small areas: the first surely high, some between classes, one with too few people.

use releases::{Geography, IndexResult};
use serde_json::{Value, json};

/// The record as an archive holds it.
pub(super) fn index(geography: &Geography) -> IndexResult {
    let places = geography.areas.iter();
    let mut places: Vec<&str> = places
        .filter(|area| area.level.as_str() == "wohnplatz")
        .map(|area| area.key.as_str())
        .collect();
    places.sort_unstable();
    let (few, indexed) = places.split_last().unwrap();
    let areas: Vec<Value> = indexed.iter().enumerate().map(area).collect();
    let part = json!({
        "definition_version": 1, "present": areas.len(), "filled": [], "drawn_in": 0,
        "scale": [10.0, 2.0], "weight": 0.5, "loading": null
    });
    serde_json::from_value(json!({
        "preset": preset(),
        "level": "wohnplatz",
        "indicators": [text("EIN04", "Kinderarmut"), text("ARB01", "Arbeitslosigkeit")],
        "periods": [{
            "period": "2024",
            "parts": [part, part],
            "areas": areas,
            "left_out": [{ "area": few, "reason": "weniger als 300 Menschen" }],
            "without_dynamics": [], "no_dynamics": null, "no_checks": null,
            "checks": {
                "correlation": [[1.0, 0.8], [0.8, 1.0]], "alpha": 0.9, "first_component": 0.9,
                "effective_weights": [0.5, 0.5],
                "left_one_out": [{ "indicator": "EIN04", "mean_shift": 1.5, "other_class": 2 }],
                "choices": [
                    { "choice": "weights", "first_order": 0.2, "total": 0.3 },
                    { "choice": "sampling", "first_order": 0.5, "total": 0.6 }
                ]
            }
        }],
        "not_defined": []
    }))
    .unwrap()
}

fn area((at, key): (usize, &&str)) -> Value {
    let (class, shares) = match at {
        0 => (3, [0.0, 0.0, 0.1, 0.9]),
        1 => (2, [0.0, 0.4, 0.6, 0.0]),
        _ => (1, [0.1, 0.9, 0.0, 0.0]),
    };
    json!({
        "area": key, "index": 2.0 - at as f64, "class": class,
        "contributions": [1.2 - at as f64, 0.8],
        "doubt": {
            "lower_rank": at + 1, "median_rank": at + 2, "upper_rank": at + 3,
            "class_shares": shares, "stable": at != 1
        },
        "dynamics": { "index": 0.0, "class": 1, "class_shares": [0.2, 0.6, 0.2], "stable": at == 3 }
    })
}

fn text(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name, "full_name": name, "unit": "%", "decimals": 1,
        "direction": "higher_is_burden"
    })
}

fn preset() -> Value {
    json!({
        "id": "soziale-lage", "version": 1, "name": "Soziale Lage", "purpose": "Zeigt Häufungen.",
        "areas": { "population": "DEM01", "least_population": 300 },
        "indicator": [{ "id": "EIN04" }, { "id": "ARB01" }],
        "status": {
            "cuts": [-1.0, 1.0, 1.5],
            "names": ["geringe Belastung", "mittlere Belastung", "erhöhte Belastung", "hohe Belastung"]
        },
        "dynamics": {
            "years": 2, "cuts": [-1.0, 1.0],
            "names": ["günstiger als im Mittel", "wie im Mittel", "ungünstiger als im Mittel"]
        }
    })
}
