//! Cases of classes for maps.

use methods::NotDefined;
use methods::classes::{
    Classes, box_plot, equal_interval, fisher_jenks, head_tail, maximum_breaks, mean_sd, quantile,
};
use serde_json::Value;

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Upper limits, closed on the right, as mapclassify gives them.
pub(crate) fn class_breaks(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = if case.inputs.get("values").is_some() {
        case.numbers("values")?
    } else {
        column(case)?
    };
    let k = case.whole("k")?;
    if comparison.expects("bins") {
        return compare(case, comparison, "", (&values, fisher_jenks(&values, k)));
    }
    let rules = case.expected.as_object().into_iter().flatten();
    for (rule, _) in rules {
        let classes = match rule.as_str() {
            "fisher_jenks" => fisher_jenks(&values, k),
            "quantiles" => quantile(&values, k),
            "equal_interval" => equal_interval(&values, k),
            "std_mean" => mean_sd(&values),
            "head_tail" => head_tail(&values),
            "box_plot" => box_plot(&values),
            "maximum_breaks" => maximum_breaks(&values, k),
            _ => return Err(case.malformed(rule)),
        };
        compare(case, comparison, &format!("{rule}/"), (&values, classes))?;
    }
    Ok(())
}

/// Breaks as R's classInt gives them: the ends, and between classes the middle of the gap.
pub(crate) fn fisher_jenks_r(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let mut values = case.numbers("variable")?;
    let classes = fisher_jenks(&values, case.whole("k")?);
    let classes = classes.map_err(|_refused| case.malformed("variable"))?;
    values.sort_by(f64::total_cmp);
    let mut breaks: Vec<f64> = values.first().copied().into_iter().collect();
    for &limit in &classes.bins {
        let next = values.iter().copied().find(|value| *value > limit);
        breaks.push(f64::midpoint(limit, next.unwrap_or(limit)));
    }
    comparison.values("breaks", &breaks)
}

/// The values of the column with this number; negative numbers count from the end.
fn column(case: &Case) -> Result<Vec<f64>, OracleError> {
    let number = case.input("column")?.as_i64();
    let number = number.ok_or_else(|| case.malformed("column"))?;
    let text = case.data("csv")?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let width = reader.headers().map_or(0, csv::StringRecord::len);
    let at = if number < 0 {
        width.checked_sub(usize::try_from(-number).unwrap_or(usize::MAX))
    } else {
        usize::try_from(number).ok()
    };
    case.column(|i, _| Some(i) == at)
}

fn compare(
    case: &Case,
    comparison: &mut Comparison,
    at: &str,
    (values, classes): (&[f64], Result<Classes, NotDefined>),
) -> Result<(), OracleError> {
    let classes = classes.map_err(|_refused| case.malformed(at))?;
    comparison.values(&format!("{at}bins"), &classes.bins)?;
    if comparison.expects(&format!("{at}counts")) {
        comparison.counts(&format!("{at}counts"), &classes.counts)?;
    }
    if case
        .expected
        .pointer(&format!("/{at}adcm"))
        .is_some_and(Value::is_number)
    {
        comparison.number(&format!("{at}adcm"), classes.absolute_deviation(values))?;
    }
    Ok(())
}
