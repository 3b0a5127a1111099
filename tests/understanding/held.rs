#[test]
fn held() {
    let (mut miss, mut fa, mut other, mut n, mut o) = (vec![], vec![], vec![], 0, 0);
    for line in std::fs::read_to_string("/tmp/held.tsv").unwrap().lines() {
        let (t, e) = line.split_once('\t').unwrap();
        let f = super::READER.flag("en", t);
        let s = f.map_or("none", |f| &f.slug[8..]);
        if e == "none" {
            o += 1;
            if s != e {
                fa.push(format!("{t} -> {s}"));
            }
        } else {
            n += 1;
            if s == "none" {
                miss.push(format!("{t} ({e})"));
            } else if s != e {
                other.push(format!("{t} ({e}) -> {s}"));
            }
        }
    }
    println!(
        "flags {n} misses {}\n{}\nother {}\n{}\nordinary {o} false {}\n{}",
        miss.len(),
        miss.join("\n"),
        other.len(),
        other.join("\n"),
        fa.len(),
        fa.join("\n")
    );
}
