//! The harness with scripts in the place of server and load generator.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::super::rows::Plan;
use super::{Bench, Figure};

const PLAN: &str = r#"
[server.plain]
arguments = ["demo", "--data-dir", "{data}", "--ready-file", "{ready}"]
[limit.sign]
what = "signatures"
crypto = "sign"
divided-by = 2
[limit.sign-once]
what = "signature"
crypto = "sign"
[limit.bare]
what = "bare"
bare = true
[[row]]
name = "rate"
what = "w"
kind = "throughput"
scenario = "token"
limit = "sign"
[[row]]
name = "rate-once"
what = "w"
kind = "throughput"
scenario = "token"
limit = "sign-once"
[[row]]
name = "bare"
what = "w"
kind = "throughput"
scenario = "token"
limit = "bare"
[[row]]
name = "wrong"
what = "w"
kind = "throughput"
scenario = "wrong"
[[row]]
name = "latency"
what = "w"
kind = "latency"
scenario = "token"
rate = 300
[[row]]
name = "scaling"
what = "w"
kind = "scaling"
scenario = "token"
more-connections = 64
[[row]]
name = "start"
what = "w"
kind = "start"
[[row]]
name = "memory"
what = "w"
kind = "memory"
scenario = "token"
[[row]]
name = "size"
what = "w"
kind = "size"
"#;

/// Writes the ready file it is told to, then stays.
const SERVER: &str = "#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in --ready-file) ready=$2;; --data-dir) mkdir -p $2;; esac
  shift
done
echo '{}' >$ready
exec sleep 60
";

/// Answers connections times ten; the scenario `wrong` has an error; a rate gives percentiles that grow with it.
const LOAD: &str = "#!/bin/sh
rate=0
while [ $# -gt 0 ]; do
  case $1 in
    --bare) bare=1;;
    --ready-file) ready=$2;;
    --scenario) scenario=$2;;
    --connections) connections=$2;;
    --rate) rate=$2;;
  esac
  shift
done
[ -z \"$bare\" ] || { echo '{}' >$ready; exec sleep 60; }
test -f $ready || exit 3
errors=0
[ $scenario != wrong ] || errors=1
echo \"warming up\"
echo \"{\\\"rps\\\": ${connections}0, \\\"errors\\\": $errors, \\\"p50_ms\\\": 1.5, \\\"p99_ms\\\": $rate}\"
";

/// May be asked once.
const CRYPTO: &str =
    "#!/bin/sh\ntest ! -e $0.ran || exit 3\ntouch $0.ran\necho '{\"sign\": 400, \"seal\": 9}'\n";

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-bench-{name}-{}", std::process::id()));
    let _left_over = fs::remove_dir_all(&folder);
    script(&folder.join("release/countersign"), SERVER);
    script(&folder.join("release/examples/crypto_limits"), CRYPTO);
    folder
}

fn bench<'a>(plan: &'a Plan, folder: &Path) -> Bench<'a> {
    Bench {
        plan,
        runs: 3,
        seconds: 1,
        release: folder.join("release"),
        scratch: folder.join("scratch"),
        limits: std::collections::BTreeMap::new(),
        crypto: None,
    }
}

fn measured(bench: &mut Bench<'_>, name: &str) -> Result<Figure, String> {
    let row = bench.plan.rows.iter().find(|row| row.name == name).unwrap();
    bench.row(row)
}

#[test]
fn every_kind_of_row_is_measured() {
    let plan = Plan::parse(PLAN).unwrap();
    let folder = folder("kinds");
    script(&folder.join("release/loadgen"), LOAD);
    let mut bench = bench(&plan, &folder);
    assert_eq!(measured(&mut bench, "rate"), Ok(Figure::One(160.0)));
    assert_eq!(bench.limit_of(&plan.rows[0]), Some(("signatures".to_owned(), Ok(200.0))));
    assert_eq!(measured(&mut bench, "bare"), Ok(Figure::One(160.0)));
    assert_eq!(measured(&mut bench, "rate-once"), Ok(Figure::One(160.0)));
    assert_eq!(bench.limit_of(&plan.rows[1]), Some(("signature".to_owned(), Ok(400.0))));
    assert_eq!(bench.limit_of(&plan.rows[2]), Some(("bare".to_owned(), Ok(160.0))));
    assert_eq!(measured(&mut bench, "latency"), Ok(Figure::Percentiles { p50: 1.5, p99: 300.0 }));
    assert_eq!(measured(&mut bench, "scaling"), Ok(Figure::Against { figure: 640.0, base: 160.0 }));
    assert!(measured(&mut bench, "wrong").unwrap_err().contains("1 answers were errors"));
    for (name, most) in [("start", 20_000.0), ("memory", 100.0), ("size", 0.01)] {
        let figure = measured(&mut bench, name).unwrap();
        assert!(matches!(figure, Figure::One(one) if one > 0.0 && one < most), "{name}: {figure:?}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_missing_costs_its_rows_only() {
    let plan = Plan::parse(PLAN).unwrap();
    let folder = folder("missing");
    let mut bench = bench(&plan, &folder);
    assert!(measured(&mut bench, "latency").unwrap_err().contains("loadgen"));
    assert!(measured(&mut bench, "size").is_ok());
    script(&folder.join("release/countersign"), "#!/bin/sh\nexit 4\n");
    assert!(measured(&mut bench, "start").unwrap_err().contains("ended before it was ready"));
    fs::remove_dir_all(folder).unwrap();
}
