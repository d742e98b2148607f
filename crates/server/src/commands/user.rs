//! `countersign user`

use super::{PAGE, id, in_tenant, moment, optional_moment};
use crate::answer::{Answer, words, yes_no};
use crate::cli::{
    CreateUser, ListUsers, MethodArg, PasswordInput, Reregister, ResetPassword, UpdateUser, UserArg,
    UserCommand,
};
use crate::failure::Failure;
use app::admin::passwords::{self, NewPassword};
use app::admin::users::{self, NewUser, UserChanges, UserDetails};
use app::admin::{methods, roles};
use app::{Ctx, Fault};
use model::RoleTemplateId;
use model::user::{PasswordOrigin, User, UserType};
use protocol::secret::Secret;
use serde_json::{Value, json};

/// Runs one.
pub async fn run(ctx: &Ctx, command: UserCommand) -> Result<Answer, Failure> {
    match command {
        UserCommand::Create(request) => create(ctx, request).await,
        UserCommand::List(request) => list(ctx, request).await,
        UserCommand::Show(arg) => {
            let ctx = home(ctx, &arg).await?;
            Ok(details(&users::details(&ctx, &arg.user).await?))
        }
        UserCommand::Update(request) => update(ctx, request).await,
        UserCommand::Enable(arg) => {
            done(users::set_enabled(&home(ctx, &arg).await?, &arg.user, true).await, "may sign in")
        }
        UserCommand::Disable(arg) => {
            let disabled = users::set_enabled(&home(ctx, &arg).await?, &arg.user, false).await;
            done(disabled, "may not sign in any more")
        }
        UserCommand::Delete(arg) => {
            let deleted = users::delete(&home(ctx, &arg).await?, &arg.user).await;
            done(deleted, "is deleted and can be restored for thirty days")
        }
        UserCommand::Restore(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            done(users::restore(&ctx, id("deleted user", &arg.user)?).await, "is restored")
        }
        UserCommand::ResetPassword(request) => reset_password(ctx, request).await,
        UserCommand::RevokeSessions(arg) => {
            let revoked = users::revoke_sessions(&home(ctx, &arg).await?, &arg.user).await;
            done(revoked, "has to sign in again everywhere")
        }
        UserCommand::Methods(arg) => list_methods(&home(ctx, &arg).await?, &arg.user).await,
        UserCommand::DeleteMethod(arg) => delete_method(ctx, arg).await,
        UserCommand::RequireReregistration(arg) => reregister(ctx, arg).await,
    }
}

async fn home(ctx: &Ctx, arg: &UserArg) -> Result<Ctx, Failure> {
    Ok(users::home(ctx, arg.tenant.tenant.as_deref(), &arg.user).await?)
}

async fn create(ctx: &Ctx, request: CreateUser) -> Result<Answer, Failure> {
    let ctx = users::home(ctx, request.tenant.tenant.as_deref(), &request.user).await?;
    let mut held: Vec<RoleTemplateId> = Vec::new();
    for role in &request.role {
        held.push(roles::by_name(role)?.template);
    }
    let new = NewUser {
        given_name: request.given_name,
        surname: request.surname,
        mail: request.mail,
        user_type: if request.guest { UserType::Guest } else { UserType::Member },
        service_account: request.service_account,
        usage_location: request.usage_location,
        phones: request.phone,
        preferred_language: request.language,
        roles: held,
        password: password(request.password, request.permanent)?,
        ..NewUser::member(&request.user, &request.name)
    };
    let made = users::create(&ctx, new).await?;
    let mut data = view(&made.user);
    insert(&mut data, "temporaryPassword", json!(made.password));
    let answer = Answer::new(&data).facts([
        ("id", made.user.id.to_string()),
        ("user name", made.user.user_principal_name.clone()),
        ("temporary password", made.password.clone().unwrap_or_default()),
    ]);
    Ok(match made.password {
        Some(_) => answer.line(
            "The password is shown only now. It must be changed at the first sign-in, within 72 hours.",
        ),
        None => answer,
    })
}

/// What was read from a file or standard input, by the side that has them; nothing means: generate one.
fn password(input: PasswordInput, permanent: bool) -> Result<NewPassword, Failure> {
    match input.password {
        Some(text) => Ok(NewPassword::Given {
            text: Secret::new(text),
            origin: if permanent { PasswordOrigin::Operator } else { PasswordOrigin::Temporary },
        }),
        None if input.password_stdin || input.password_file.is_some() => Err(Failure::usage(
            "the password was not read",
            "give it with --password-stdin or --password-file",
        )),
        None => Ok(NewPassword::Generated),
    }
}

async fn list(ctx: &Ctx, request: ListUsers) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &request.tenant).await?;
    let mut all: Vec<User> = Vec::new();
    loop {
        let page = if request.deleted {
            users::list_deleted(&ctx, all.last().map(|user| user.id), PAGE).await?
        } else {
            let after = all.last().map(|user| user.user_principal_name.clone());
            users::list(&ctx, request.search.clone(), after, PAGE).await?
        };
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let data: Vec<Value> = all.iter().map(view).collect();
    let rows = all.iter().map(|user| {
        [
            user.id.to_string(),
            user.user_principal_name.clone(),
            user.display_name.clone(),
            kind(user),
            yes_no(user.account_enabled),
        ]
    });
    Ok(Answer::new(&data).table(["id", "user name", "name", "kind", "enabled"], rows.collect()))
}

async fn update(ctx: &Ctx, request: UpdateUser) -> Result<Answer, Failure> {
    let ctx = home(ctx, &request.user).await?;
    let changes = UserChanges {
        user_principal_name: request.user_name,
        display_name: request.name,
        given_name: request.given_name,
        surname: request.surname,
        mail: request.mail,
        service_account: request.service_account,
        usage_location: request.usage_location,
        phones: request.phone,
        preferred_language: request.language,
    };
    let user = users::update(&ctx, &request.user.user, changes).await?;
    Ok(details(&users::details(&ctx, &user.id.to_string()).await?))
}

async fn reset_password(ctx: &Ctx, request: ResetPassword) -> Result<Answer, Failure> {
    let ctx = home(ctx, &request.user).await?;
    let new = password(request.password, request.permanent)?;
    let (user, shown) = passwords::reset(&ctx, &request.user.user, new).await?;
    let data =
        json!({ "id": user.id, "userPrincipalName": user.user_principal_name, "temporaryPassword": shown });
    let answer = Answer::new(&data)
        .line(format!("{} has a new password and has to sign in again everywhere", user.user_principal_name));
    Ok(match shown {
        Some(text) => answer
            .facts([("temporary password", text)])
            .line("It is shown only now. It must be changed at the next sign-in, within 72 hours."),
        None => answer,
    })
}

async fn list_methods(ctx: &Ctx, user: &str) -> Result<Answer, Failure> {
    let (found, codes) = methods::list(ctx, user).await?;
    let data: Vec<Value> = found
        .iter()
        .map(|method| {
            json!({ "id": method.id, "kind": method.kind, "displayName": method.display_name,
                "createdDateTime": method.created_at, "lastUsedDateTime": method.last_used_at })
        })
        .collect();
    let rows = found.iter().map(|method| {
        [
            method.id.to_string(),
            method.kind.log_name().to_owned(),
            method.display_name.clone(),
            moment(method.created_at),
            optional_moment(method.last_used_at),
        ]
    });
    Ok(Answer::new(&json!({ "methods": data, "recoveryCodesLeft": codes }))
        .table(["id", "method", "name", "registered", "last used"], rows.collect())
        .line(format!("recovery codes left: {codes}")))
}

async fn delete_method(ctx: &Ctx, arg: MethodArg) -> Result<Answer, Failure> {
    let ctx = home(ctx, &arg.user).await?;
    done(methods::delete(&ctx, &arg.user.user, id("method", &arg.method)?).await, "has lost that method")
}

async fn reregister(ctx: &Ctx, arg: Reregister) -> Result<Answer, Failure> {
    let ctx = home(ctx, &arg.user).await?;
    let (user, password) = methods::require_reregistration(&ctx, &arg.user.user, &arg.verified).await?;
    let data = json!({ "id": user.id, "userPrincipalName": user.user_principal_name, "temporaryPassword": password });
    Ok(Answer::new(&data)
        .line(format!(
            "{} has no second factor any more and registers a new one at the next sign-in",
            user.user_principal_name
        ))
        .facts([("temporary password", password)])
        .line("It is shown only now. It must be changed at the next sign-in, within 72 hours."))
}

fn done(user: Result<User, Fault>, what: &str) -> Result<Answer, Failure> {
    let user = user?;
    Ok(Answer::new(&view(&user)).line(format!("{} {what}", user.user_principal_name)))
}

fn details(details: &UserDetails) -> Answer {
    let UserDetails { user, roles, groups, methods, password } = details;
    let role = |role: &RoleTemplateId| {
        model::role::by_template(*role).map_or_else(|| role.to_string(), |role| role.name.to_owned())
    };
    let roles: Vec<String> = roles.iter().map(role).collect();
    let methods: Vec<&str> = methods.iter().map(|(_, kind)| kind.log_name()).collect();
    let mut data = view(user);
    insert(&mut data, "roles", json!(roles));
    insert(&mut data, "groups", json!(groups));
    insert(&mut data, "methods", json!(methods));
    insert(&mut data, "lastPasswordChangeDateTime", json!(password.map(|(at, _)| at)));
    let origin = |(at, origin)| match origin {
        PasswordOrigin::Owner => format!("{}, by its owner", moment(at)),
        PasswordOrigin::Temporary => format!("{}, temporary", moment(at)),
        PasswordOrigin::Operator => format!("{}, by an operator", moment(at)),
    };
    Answer::new(&data).facts([
        ("id", user.id.to_string()),
        ("user name", user.user_principal_name.clone()),
        ("name", user.display_name.clone()),
        ("kind", kind(user)),
        ("enabled", yes_no(user.account_enabled)),
        ("mail", user.mail.clone().unwrap_or_default()),
        ("phones", words(&user.phones)),
        ("usage location", user.usage_location.clone().unwrap_or_default()),
        ("language", user.preferred_language.clone().unwrap_or_default()),
        ("roles", words(&roles)),
        ("groups", words(groups)),
        ("password set", password.map(origin).unwrap_or_default()),
        ("methods", if methods.is_empty() { "none".to_owned() } else { words(&methods) }),
        ("sessions valid from", moment(user.sessions_valid_from)),
        ("made", moment(user.created_at)),
    ])
}

fn view(user: &User) -> Value {
    json!(user)
}

fn insert(data: &mut Value, name: &str, value: Value) {
    if let Some(fields) = data.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn kind(user: &User) -> String {
    match (user.user_type, user.service_account) {
        (UserType::Guest, _) => "guest",
        (UserType::Member, true) => "service account",
        (UserType::Member, false) => "member",
    }
    .to_owned()
}
