use super::*;

#[test]
fn figures_are_in_prometheus_text_format() {
    let figures = [
        Figure { name: "store_jobs_total", help: "Transactions answered.", counter: true, value: 7 },
        Figure {
            name: "hashing_queued",
            help: "Passwords that wait to be hashed.",
            counter: false,
            value: 0,
        },
    ];
    let expected = "# HELP countersign_store_jobs_total Transactions answered.\n\
        # TYPE countersign_store_jobs_total counter\n\
        countersign_store_jobs_total 7\n\
        # HELP countersign_hashing_queued Passwords that wait to be hashed.\n\
        # TYPE countersign_hashing_queued gauge\n\
        countersign_hashing_queued 0\n";
    assert_eq!(text(&figures), expected);
}
