//! `countersign migrate`, `restore`, `explain`: work that needs no running server.

use crate::answer::Answer;
use crate::cli::{Explain, Global, LocaleArg, Migrate, Restore};
use crate::datadir::{DataDir, write_private};
use crate::failure::{Failure, io};
use crate::nature::SystemClock;
use crate::settings::{Database, database};
use crate::start::Opening;
use crate::{serve, term};
use protocol::aadsts::{Args, Code, Delivery, Entry, Fault, Language};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Migration, Store};

/// `countersign migrate`
pub async fn migrate(global: &Global, migrate: &Migrate) -> Result<(), Failure> {
    let directory = DataDir::open(&global.data_dir())?;
    let database = chosen_database(global, &directory)?;
    let master = directory.master_key()?;
    let opening =
        Opening { directory: &directory, database: &database, master, clock: Arc::new(SystemClock) };
    let store = opening.store().await?;
    let pending = store.pending().await?;
    if migrate.check {
        term::answer(&steps(&pending, "would be applied"), global.json);
        return match pending.len() {
            0 => Ok(()),
            count => Err(Failure::findings(
                format!("{count} schema steps wait"),
                "make a backup, then run `countersign migrate`",
            )),
        };
    }
    term::answer(&steps(&store.migrate().await?, "applied"), global.json);
    Ok(())
}

fn steps(steps: &[Migration], what: &str) -> Answer {
    let data: Vec<Value> =
        steps.iter().map(|step| json!({ "version": step.version, "name": step.name })).collect();
    let answer = Answer::new(&data);
    if steps.is_empty() {
        return answer.line("the schema is up to date");
    }
    let rows = steps.iter().map(|step| [step.version.to_string(), step.name.to_owned(), what.to_owned()]);
    answer.table(["step", "name", ""], rows.collect())
}

/// `countersign restore`
pub fn restore(global: &Global, restore: &Restore) -> Result<(), Failure> {
    let directory = DataDir::create(&global.data_dir())?;
    if chosen_database(global, &directory)? != Database::Embedded {
        return Err(Failure::usage(
            "a PostgreSQL store is restored with PostgreSQL's own tools",
            "use pg_restore",
        ));
    }
    if let Some(path) = &restore.master_key {
        if directory.has_master_key() {
            return Err(Failure::conflict(
                "the data directory has a master key already",
                "leave --master-key out, or restore into an empty directory",
            ));
        }
        let key =
            std::fs::read(path).map_err(|error| io("cannot read", path, &error, "check --master-key"))?;
        write_private(&directory.file("master.key"), &key)?;
    }
    // Before anything is replaced: a store without its key is worth nothing.
    directory.master_key()?;
    Store::restore(directory.path(), &restore.file)?;
    let answer = Answer::new(&json!({ "file": restore.file, "directory": directory.path() }))
        .line(format!("{} is restored into {}", restore.file.display(), directory.path().display()))
        .line("Check it with `countersign doctor`.");
    term::answer(&answer, global.json);
    Ok(())
}

fn chosen_database(global: &Global, directory: &DataDir) -> Result<Database, Failure> {
    let file = serve::config_file(global, directory)?;
    database(global.database.clone().or(file.database))
}

/// `countersign explain`
pub fn explain(global: &Global, explain: &Explain) -> Result<(), Failure> {
    let typed = explain.code.trim();
    let digits = typed.strip_prefix("AADSTS").or_else(|| typed.strip_prefix("aadsts")).unwrap_or(typed);
    let unknown = || {
        Failure::not_found(
            format!(
                "there is no code '{}' in the catalogue",
                digits.chars().filter(|c| !c.is_control()).take(20).collect::<String>()
            ),
            "give a number such as AADSTS50076",
        )
    };
    let code = Code(digits.parse().map_err(|_| unknown())?);
    let entry = code.entry().ok_or_else(unknown)?;
    term::answer(&explained(code, entry, explain.locale), global.json);
    Ok(())
}

/// What the catalogue says of a code, without the values of a particular refusal.
fn explained(code: Code, entry: &Entry, locale: LocaleArg) -> Answer {
    let language = match locale {
        LocaleArg::Ko => Language::Korean,
        LocaleArg::En => Language::English,
    };
    let fault = Fault::new(code, Args::new());
    let (message, user, admin) =
        (fault.message(language), fault.user_advice(language), fault.admin_advice(language));
    let shown_to = match entry.delivery {
        Delivery::Client => "the client",
        Delivery::Page => "the person, on a page",
        Delivery::Log => "nobody: only the sign-in log has it",
    };
    let data = json!({
        "code": code.0, "name": entry.name, "error": { "v1": entry.v1, "v2": entry.v2 }, "suberror": entry.suberror,
        "status": entry.status, "message": message, "userAdvice": user, "administratorAdvice": admin,
    });
    Answer::new(&data).facts([
        ("code", code.to_string()),
        ("name", entry.name.to_owned()),
        ("what happened", message),
        ("for the person", user),
        ("for administrators", admin),
        ("OAuth error", format!("{} (v1: {})", entry.v2, entry.v1)),
        ("suberror", entry.suberror.map(|suberror| suberror.to_string()).unwrap_or_default()),
        ("HTTP status", entry.status.to_string()),
        ("shown to", shown_to.to_owned()),
    ])
}

#[cfg(test)]
mod tests;
