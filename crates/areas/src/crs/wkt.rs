//! Well-known text: the description of a reference system in a `.prj` file, often without a code.

const WEB_MERCATOR: &str = "+proj=merc";

/// What a description says.
pub(super) struct Description {
    /// The EPSG code of the whole, if it is written.
    pub(super) code: Option<u32>,
    /// Its name.
    pub(super) name: String,
    /// The projection by its parameters.
    pub(super) proj: String,
    /// Whether it rests on the Bessel ellipsoid, the old German datum.
    pub(super) bessel: bool,
}

/// Reads a description; `None` if it is none or its projection is not one of ours.
pub(super) fn describe(text: &str) -> Option<Description> {
    let root = Node::parse(text)?;
    let node = ["PROJCS", "PROJCRS", "GEOGCS", "GEOGCRS"]
        .iter()
        .find_map(|name| root.find(name))?;
    let spheroid = node.find("SPHEROID").or_else(|| node.find("ELLIPSOID"))?;
    let bessel = spheroid.text().to_ascii_lowercase().contains("bessel");
    let datum = if bessel {
        super::DHDN.to_owned()
    } else {
        let (a, rf) = (spheroid.numbers.first()?, spheroid.numbers.get(1)?);
        if (a - 6_378_137.0).abs() > 1.0 {
            return None;
        }
        let flattening = if *rf == 0.0 {
            "+b=6378137".to_owned()
        } else {
            format!("+rf={rf}")
        };
        format!("+a={a} {flattening} +towgs84=0,0,0,0,0,0,0")
    };
    let projection = if node.name.starts_with("GEOG") {
        "+proj=longlat".to_owned()
    } else {
        projection(node)?
    };
    // The sphere of the web maps fits no ellipsoid: its table entry knows how to treat it.
    let web = (projection == WEB_MERCATOR).then_some(3857);
    Some(Description {
        code: node.code().or(web),
        name: node.text().to_owned(),
        proj: format!("{projection} {datum} +no_defs"),
        bessel,
    })
}

fn projection(node: &Node) -> Option<String> {
    let method = node.find("PROJECTION").or_else(|| node.find("METHOD"))?;
    let method = method.text().to_ascii_lowercase().replace(' ', "_");
    let kind = match method.as_str() {
        "transverse_mercator" | "gauss_kruger" => "etmerc",
        "lambert_azimuthal_equal_area" => "laea",
        "mercator_auxiliary_sphere" | "popular_visualisation_pseudo_mercator" => {
            return Some(WEB_MERCATOR.to_owned());
        }
        _ => return None,
    };
    let parameter = |names: &[&str]| node.parameter(names);
    let east = parameter(&["false_easting"])?;
    let north = parameter(&["false_northing"])?;
    let meridian = parameter(&[
        "central_meridian",
        "longitude_of_center",
        "longitude_of_natural_origin",
    ])?;
    let latitude = parameter(&[
        "latitude_of_origin",
        "latitude_of_center",
        "latitude_of_natural_origin",
    ])?;
    let scale = parameter(&["scale_factor", "scale_factor_at_natural_origin"]).unwrap_or(1.0);
    Some(format!(
        "+proj={kind} +lat_0={latitude} +lon_0={meridian} +k={scale} +x_0={east} +y_0={north}"
    ))
}

/// `NAME["text", 1.0, CHILD[…]]`.
#[derive(Debug, Default)]
struct Node {
    name: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Node>,
}

impl Node {
    fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim_start_matches('\u{feff}').trim();
        node(&mut rest, 0)
    }

    fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// The node of a name, here or below, the nearest first.
    fn find(&self, name: &str) -> Option<&Self> {
        if self.name.eq_ignore_ascii_case(name) {
            return Some(self);
        }
        self.children.iter().find_map(|c| c.find(name))
    }

    /// Its own EPSG code, not one of its parts.
    fn code(&self) -> Option<u32> {
        let is_code = |c: &&Self| {
            ["AUTHORITY", "ID"]
                .iter()
                .any(|n| c.name.eq_ignore_ascii_case(n))
                && c.text().eq_ignore_ascii_case("EPSG")
        };
        let authority = self.children.iter().find(is_code)?;
        let number = authority.numbers.first().map(f64::to_string);
        number
            .as_ref()
            .or_else(|| authority.texts.get(1))?
            .parse()
            .ok()
    }

    fn parameter(&self, names: &[&str]) -> Option<f64> {
        let mut parameters = self
            .children
            .iter()
            .flat_map(|c| std::iter::once(c).chain(&c.children));
        let found = parameters.find(|c| {
            let name = c.text().to_ascii_lowercase().replace(' ', "_");
            c.name.eq_ignore_ascii_case("PARAMETER") && names.contains(&name.as_str())
        });
        found?.numbers.first().copied().filter(|n| n.is_finite())
    }
}

fn node(rest: &mut &str, depth: u8) -> Option<Node> {
    let open = rest.find(['[', '('])?;
    let mut found = Node {
        name: rest[..open].trim().to_owned(),
        ..Node::default()
    };
    *rest = &rest[open + 1..];
    loop {
        *rest = rest.trim_start_matches([',', ' ', '\t', '\r', '\n']);
        let first = rest.chars().next()?;
        if first == ']' || first == ')' {
            *rest = &rest[1..];
            return Some(found);
        }
        if first == '"' {
            let end = rest[1..].find('"')? + 1;
            found.texts.push(rest[1..end].to_owned());
            *rest = &rest[end + 1..];
            continue;
        }
        let end = rest.find([',', ']', ')', '[', '('])?;
        if rest[end..].starts_with(['[', '(']) {
            found
                .children
                .push(node(rest, depth.checked_add(1).filter(|d| *d < 32)?)?);
            continue;
        }
        match rest[..end].trim().parse() {
            Ok(number) => found.numbers.push(number),
            Err(_) => found.texts.push(rest[..end].trim().to_owned()),
        }
        *rest = &rest[end..];
    }
}
