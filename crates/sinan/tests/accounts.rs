//! `sinan account`: from an empty database to somebody who is signed in with a password of their own, on a file and on a server.

use crate::web::visitor::Visitor;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sinan");
const OWN: &str = "correct horse battery";

/// A database and how commands are told of it.
struct Machine {
    folder: tempfile::TempDir,
    place: Vec<String>,
}

/// A server that is killed when the test is done with it.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Machine {
    fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let out = Command::new(PROGRAM).args(arguments).args(&self.place).current_dir(self.folder.path()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if out.status.success() { Ok(text(&out.stdout)) } else { Err(text(&out.stderr) + &text(&out.stdout)) }
    }

    fn account(&self, words: &str) -> Result<String, String> {
        self.run(&["account"].into_iter().chain(words.split_whitespace()).collect::<Vec<_>>())
    }

    /// The password that a command showed.
    fn password(&self, words: &str) -> String {
        let said = self.account(words).unwrap();
        said.lines().find_map(|line| line.strip_prefix("一次性密码：")).unwrap_or_else(|| panic!("{said}")).to_owned()
    }

    fn serve(&self) -> (Served, Visitor) {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(&self.place).current_dir(self.folder.path()).stdout(Stdio::piped());
        let mut server = Served(command.spawn().unwrap());
        let lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|l| Some(l.split_once("http://")?.1.trim_end_matches('/').to_owned())).unwrap();
        (server, Visitor::at(address.parse().unwrap()))
    }
}

fn enter(visitor: &Visitor, password: &str) -> Option<Visitor> {
    let mut visitor = visitor.clone();
    (visitor.post("/sign-in", &[("name", "an.quan"), ("password", password)]).status == 303).then_some(visitor)
}

fn from_nothing_to_a_password_of_ones_own(machine: &Machine) {
    assert!(machine.run(&["migrate"]).is_ok());
    assert_eq!(machine.account("list").unwrap(), "", "nobody is there from the start");
    let refused = machine.account("create an.quan --name 安全 --unit wuhai").unwrap_err();
    assert!(refused.contains("没有这个单位"), "{refused}");
    let first = machine.password("create an.quan --name 安全 --unit wuhai --first-unit 乌海市司法局");
    let again = machine.account("create an.quan --name 安全 --unit wuhai").unwrap_err();
    assert!(again.contains("已经有了"), "{again}");
    assert!(machine.account("appoint nobody --office audit").unwrap_err().contains("没有叫 nobody 的账号"));
    assert!(machine.account("appoint an.quan --office audit --unit elsewhere").unwrap_err().contains("没有单位"));
    assert!(machine.account("appoint an.quan --office security").unwrap().contains("安全管理员"));
    let collides = machine.account("appoint an.quan --office audit").unwrap_err();
    assert!(collides.contains("不能由一人兼任"), "{collides}");
    let second = machine.password("password an.quan");
    let listed = machine.account("list").unwrap();
    assert!(listed.contains("an.quan  安全  /wuhai  安全管理员  一次性密码"), "{listed}");

    let (_server, nobody) = machine.serve();
    assert!(enter(&nobody, &first).is_none(), "the first was replaced");
    let mut an = enter(&nobody, &second).expect("the second opens");
    for path in ["/desk", "/account", "/organisation", "/organisation/people/an.quan"] {
        assert_eq!(an.get(path).location, "/account/password", "{path}: another password comes first");
    }
    let office = an.post("/organisation/people/an.quan/give", &[]);
    assert_eq!(office.location, "/account/password", "not even what the office opens");
    let same = an.post("/account/password", &[("old", &second), ("new", &second)]);
    assert_eq!(same.status, 422, "{}", same.text());
    assert_eq!(an.post("/account/password", &[("old", second.as_str()), ("new", OWN)]).status, 303);
    assert_eq!(an.get("/organisation").status, 200);
    assert!(enter(&nobody, &second).is_none() && enter(&nobody, OWN).is_some());

    // While it serves: disabled, enabled, and no factor to take.
    assert!(machine.account("disable an.quan").unwrap().contains("已停用"));
    assert!(an.get("/organisation").location.starts_with("/sign-in"), "what was open is over");
    assert!(enter(&nobody, OWN).is_none());
    assert!(machine.account("list").unwrap().contains("有密码  已停用"));
    machine.account("enable an.quan").unwrap();
    assert!(enter(&nobody, OWN).is_some());
    assert!(machine.account("factor an.quan --remove").unwrap_err().contains("没有开启两步登录"));
    assert!(machine.account("dismiss an.quan --office audit").unwrap_err().contains("不是审计管理员"));
    machine.account("dismiss an.quan --office security").unwrap();
    let verified = machine.run(&["verify"]).unwrap();
    assert!(!verified.contains('✗'), "{verified}");
}

#[test]
fn accounts_begin_on_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Machine { folder, place: vec!["--data".into(), "here".into()] };
    assert!(missing.account("list").unwrap_err().contains("没有数据库"));
    from_nothing_to_a_password_of_ones_own(&missing);
}

#[test]
fn accounts_begin_on_a_server() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = ["--database-url", &database.url(), "--key-file", "server.key"].map(str::to_owned).into();
    let machine = Machine { folder, place };
    from_nothing_to_a_password_of_ones_own(&machine);
    let notes = database.run("SELECT COUNT(*) FROM journal WHERE account = 'operator'").unwrap();
    assert_eq!(notes, "8", "first unit, account, password, appointed, password, disabled, enabled, dismissed");
    // A journal that cannot be written keeps nobody out.
    let (_server, nobody) = machine.serve();
    database.run("ALTER TABLE journal RENAME TO gone").unwrap();
    assert!(enter(&nobody, "wrong").is_none() && enter(&nobody, OWN).is_some());
    assert!(machine.account("disable an.quan").is_err(), "the operator does nothing that is not noted");
    assert!(enter(&nobody, OWN).is_some());
}
