//! The commands that deal with databases: migrate, copy, verify, on a file and on a server.

use std::path::Path;
use std::process::Command;

fn sinan(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let out = Command::new(env!("CARGO_BIN_EXE_sinan")).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if out.status.success() { Ok(text(&out.stdout)) } else { Err(text(&out.stderr) + &text(&out.stdout)) }
}

#[test]
fn a_bureau_moves_to_a_server_and_back() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| sinan(folder.path(), arguments);
    run(&["demo", "--no-serve", "--matters", "60", "--data", "here"]).unwrap();
    let url = database.url();
    let there = run(&["copy", "--from", "sqlite:here/sinan.db", "--to", &url, "--to-key", "there.key"]).unwrap();
    let digests: Vec<&str> = there.lines().filter_map(|l| l.rsplit_once('：')).map(|(_, digest)| digest).collect();
    assert!(digests.len() == 2 && digests[0].len() == 64 && digests[0] == digests[1], "{there}");
    assert_eq!(std::fs::read(folder.path().join("there.key")).unwrap(), std::fs::read(folder.path().join("here/sinan.db.key")).unwrap());
    let verified = run(&["verify", "--database-url", &url, "--key-file", "there.key"]).unwrap();
    assert_eq!(verified, run(&["verify", "--data", "here"]).unwrap());
    let back = run(&["copy", "--from", &url, "--from-key", "there.key", "--to", "sqlite:back/sinan.db"]).unwrap();
    assert!(back.contains(digests[0]), "{back}");
    assert_eq!(run(&["verify", "--data", "back"]).unwrap(), verified);
    // Into what is not empty, nothing is copied, and the password is not shown.
    let secret = url.replace("postgres@", "postgres:s3cret@");
    let refused = run(&["copy", "--from", "sqlite:here/sinan.db", "--to", &secret, "--to-key", "there.key"]).unwrap_err();
    assert!(refused.contains("已有数据") && !refused.contains("s3cret"), "{refused}");
    let fresh = run(&["demo", "--fresh", "--no-serve", "--data", "here", "--database-url", &url]).unwrap_err();
    assert!(fresh.contains("换一个空库") && folder.path().join("here/sinan.db").exists(), "{fresh}");
}

#[test]
fn migrate_makes_and_mends_and_says_the_version() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| sinan(folder.path(), arguments);
    let said = run(&["migrate"]).unwrap();
    assert!(said.contains("data/sinan.db 的结构是第") && folder.path().join("data/sinan.db.key").exists(), "{said}");
    assert_eq!(run(&["migrate"]).unwrap(), said);
    let away = run(&["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/none"]).unwrap_err();
    assert!(away.contains("打不开数据库 postgres://127.0.0.1:1/none") && away.contains("数据库服务是否在运行"), "{away}");
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let said = run(&["migrate", "--database-url", &database.url()]).unwrap();
    assert!(said.contains("的结构是第") && folder.path().join("data/sinan.key").exists(), "{said}");
    // A second node without the key is told where it belongs.
    let other = tempfile::tempdir().unwrap();
    let lost = sinan(other.path(), &["migrate", "--database-url", &database.url()]).unwrap_err();
    assert!(lost.contains("找不到主密钥文件") && lost.contains("sinan.key"), "{lost}");
}

/// The keys of a demo bureau are changed by command, and the command is killed again and again: nothing is lost, and no key is said.
#[test]
fn keys_are_changed_by_command_and_a_kill_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| sinan(folder.path(), arguments);
    run(&["demo", "--no-serve", "--matters", "120", "--data", "d"]).unwrap();
    std::fs::write(folder.path().join("sinan.toml"), "[privacy]\nsuite = \"sm4-gcm\"\n").unwrap();
    let before = run(&["verify", "--data", "d"]).unwrap();
    assert!(before.contains("全部一致"), "{before}");
    let mut said = run(&["keys", "new", "--data", "d"]).unwrap();
    let rotate = ["keys", "rotate", "--values", "--data", "d", "--config", "sinan.toml"];
    let mut killed = 0;
    for n in 0..12u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sinan")).args(rotate).current_dir(folder.path()).spawn().unwrap();
        // The first waits until the nodes have heard of the new keys.
        std::thread::sleep(std::time::Duration::from_millis(if n == 0 { 2_150 } else { 30 + 15 * n }));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        assert_eq!(run(&["verify", "--data", "d"]).unwrap(), before);
    }
    assert!(killed >= 3, "{killed} were killed before their end");
    said += &run(&rotate).unwrap();
    assert_eq!(run(&["verify", "--data", "d"]).unwrap(), before);
    let refused = run(&["keys", "retire", "2", "--data", "d"]).unwrap_err();
    assert!(refused.contains("现用的主密钥"), "{refused}");
    said += &run(&["keys", "retire", "1", "--data", "d"]).unwrap();
    let listed = run(&["keys", "list", "--data", "d"]).unwrap();
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines.len() == 2 && lines[0].contains("已停用") && lines[0].contains("没有数据") && lines[1].contains("现用"), "{listed}");
    let file = std::fs::read_to_string(folder.path().join("d/sinan.db.key")).unwrap();
    let key = file.trim().strip_prefix("2 ").unwrap();
    assert!(key.len() == 64 && ![said, listed, refused].iter().any(|text| text.contains(&key[..12])));
    assert_eq!(run(&["verify", "--data", "d"]).unwrap(), before);
    // The keys from the environment, and a file that others can read.
    std::fs::create_dir(folder.path().join("e")).unwrap();
    std::fs::copy(folder.path().join("d/sinan.db"), folder.path().join("e/sinan.db")).unwrap();
    let mut given = Command::new(env!("CARGO_BIN_EXE_sinan"));
    let out = given.args(["verify", "--data", "e"]).env("SINAN_KEYS", file.trim()).current_dir(folder.path()).output().unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap(), before);
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder.path().join("d/sinan.db.key"), std::fs::Permissions::from_mode(0o640)).unwrap();
    let exposed = run(&["verify", "--data", "d"]).unwrap_err();
    assert!(exposed.contains("chmod 600 d/sinan.db.key") && exposed.contains("Others can read"), "{exposed}");
}
