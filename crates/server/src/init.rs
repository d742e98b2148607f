//! `countersign init`: keys, the first tenant and its Global Administrator. There are no default credentials.

use crate::answer::Answer;
use crate::cli::{Global, Init};
use crate::commands::kind_of;
use crate::datadir::DataDir;
use crate::failure::Failure;
use crate::mail::NoMail;
use crate::nature::{SystemClock, SystemEntropy};
use crate::operator::LocalOperator;
use crate::settings::{Passwords, database};
use crate::start::{self, Opening};
use crate::{serve, term};
use app::admin::tenants::{self, NewTenant};
use app::admin::users::{self, NewUser};
use model::role::GLOBAL_ADMINISTRATOR;
use model::tenant::{Cloud, Enforcement, Profile};
use serde_json::json;
use std::sync::Arc;

/// Makes a server. Refused if there is one already; what an interrupted first run left behind is taken up.
pub async fn run(global: &Global, init: &Init) -> Result<(), Failure> {
    let directory = DataDir::create(&global.data_dir())?;
    let file = serve::config_file(global, &directory)?;
    let database = database(global.database.clone().or(file.database))?;
    let master = if directory.has_master_key() {
        directory.master_key()?
    } else {
        directory.make_master_key(&SystemEntropy)?
    };
    let opening =
        Opening { directory: &directory, database: &database, master, clock: Arc::new(SystemClock) };
    let store = opening.migrated_store().await?;
    start::refuse_demonstration(&store).await?;
    let config = start::local_config(Passwords::default());
    let operator = LocalOperator::new(opening.services(store, Arc::new(NoMail), config).await?);
    let answer = make(&operator, init).await?;
    term::answer(&answer.line(next_steps(&directory)), global.json);
    Ok(())
}

async fn make(operator: &LocalOperator, init: &Init) -> Result<Answer, Failure> {
    let ctx = operator.ctx();
    if let Some(tenant) = tenants::list(&ctx, None, 1).await?.first() {
        return Err(Failure::conflict(
            format!("this server is made already; one of its tenants is {}", tenant.display_name),
            "start it with `countersign serve`, or make more with `countersign tenant create` and `countersign user create`",
        ));
    }
    let request = NewTenant {
        id: None,
        display_name: init.name.clone(),
        domains: vec![init.domain.clone()],
        kind: kind_of(init.kind, Some(init.partner_type)),
        cloud: Cloud::Global,
        profile: Profile::default(),
        enforcement: Enforcement::default(),
        password_grant_allowed: false,
        security_contact: None,
        locale: init.locale.map(|locale| locale.tag().to_owned()),
    };
    let tenant = tenants::create(&ctx, request).await?;
    let ctx = ctx.in_tenant(tenant.id);
    let name = format!("{}@{}", init.administrator, tenant.default_domain());
    let administrator =
        NewUser { roles: vec![GLOBAL_ADMINISTRATOR], ..NewUser::member(&name, "Administrator") };
    let made = users::create(&ctx, administrator).await?;
    let password = made.password.unwrap_or_default();
    let data = json!({
        "tenant": { "id": tenant.id, "domain": tenant.default_domain() },
        "administrator": { "id": made.user.id, "userPrincipalName": made.user.user_principal_name,
            "temporaryPassword": password },
    });
    Ok(Answer::new(&data)
        .facts([
            ("tenant", tenant.display_name.clone()),
            ("tenant id", tenant.id.to_string()),
            ("user name", made.user.user_principal_name),
            ("temporary password", password),
        ])
        .line("The password is shown only now. It must be changed at the first sign-in, within 72 hours."))
}

fn next_steps(directory: &DataDir) -> String {
    format!(
        "Keep a copy of {} in another place: without it nothing in the store can be opened.\nStart the server with `countersign serve --data-dir {}`.",
        directory.file("master.key").display(),
        directory.path().display()
    )
}
