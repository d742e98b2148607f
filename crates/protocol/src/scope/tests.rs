use proptest::prelude::*;

use super::*;

const GUID: &str = "6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10";

fn one(text: &str) -> ResourceScope {
    let mut request = ScopeRequest::parse(text).unwrap();
    assert_eq!(request.resources.len(), 1, "{text}");
    request.resources.remove(0)
}

#[test]
fn splits_openid_scopes_from_resource_scopes() {
    let request =
        ScopeRequest::parse("openid  profile offline_access User.Read openid email User.Read").unwrap();
    assert_eq!(
        request.openid,
        [OpenIdScope::Openid, OpenIdScope::Profile, OpenIdScope::OfflineAccess, OpenIdScope::Email]
    );
    assert_eq!(request.resources.len(), 1);
    assert!(request.has(OpenIdScope::Email));
    assert_eq!(request.answer(|_| true), "User.Read openid profile email");
    assert_eq!(request.answer(|_| false), "openid profile email");
}

#[test]
fn resources_have_one_normal_form() {
    let graph = Resource::AppId(resources::GRAPH);
    for text in [
        "User.Read",
        "https://graph.microsoft.com/User.Read",
        "https://graph.microsoft.com//User.Read",
        "https://GRAPH.microsoft.com/User.Read",
        "00000003-0000-0000-c000-000000000000/User.Read",
        "00000003-0000-0000-C000-000000000000/User.Read",
    ] {
        let scope = one(text);
        assert_eq!(scope.resource, graph, "{text}");
        assert_eq!(scope.permission, Permission::Named("User.Read".into()), "{text}");
        assert_eq!(scope.asked, text);
    }
    assert_eq!(
        one("https://management.core.windows.net//.default").resource,
        Resource::AppId(resources::ARM)
    );
    assert_eq!(
        one("https://host.test:8443/path/.default").resource,
        Resource::Uri("https://host.test:8443/path".into())
    );
    assert_eq!(one("https://Host.TEST//.default").resource, Resource::Uri("https://host.test".into()));
    assert_eq!(one(&format!("{GUID}/.default")).resource, Resource::AppId(GUID.parse().unwrap()));
    let own = one(&format!("api://{GUID}/access_as_user"));
    assert_eq!(own.resource, Resource::Uri(format!("api://{GUID}")));
    assert_eq!(own.permission, Permission::Named("access_as_user".into()));
    assert_eq!(Resource::parse("https://graph.microsoft.com/"), Ok(graph.clone()));
    assert_eq!(Resource::parse("spn:00000003-0000-0000-c000-000000000000"), Ok(graph));
    assert_eq!(Resource::parse(GUID).unwrap().to_string(), GUID);
}

#[test]
fn malformed_scopes_are_refused() {
    for text in ["a\"b", "a\\b", "é", "a\tb", "/", "https://host/", "//.default", "urn:x", "https://"] {
        assert!(matches!(ScopeRequest::parse(text), Err(ScopeError::Invalid { .. })), "{text}");
    }
    for text in ["", "   "] {
        assert_eq!(ScopeRequest::parse(text), Err(ScopeError::Empty));
    }
    assert_eq!(ScopeRequest::parse(&"a ".repeat(121)), Err(ScopeError::TooLong));
    assert_eq!(ScopeRequest::parse(&"a".repeat(MAX_BYTES + 1)), Err(ScopeError::TooLong));
    assert!(Resource::parse(&"a".repeat(MAX_RESOURCE_BYTES + 1)).is_err());
    assert!(Resource::parse("///").is_err());
}

#[test]
fn one_resource_at_a_time() {
    let single =
        |text: &str| ScopeRequest::parse(text).unwrap().single_resource().map(Option::<&Resource>::cloned);
    assert_eq!(single("openid profile"), Ok(None));
    assert_eq!(
        single("User.Read https://graph.microsoft.com/Mail.Read"),
        Ok(Some(Resource::AppId(resources::GRAPH)))
    );
    assert_eq!(
        single("User.Read api://x/y"),
        Err(ScopeError::MultipleResources { scope: "api://x/y".into() })
    );
    assert_eq!(
        single("User.Read https://graph.microsoft.com/.default"),
        Err(ScopeError::DefaultMixed { scope: "https://graph.microsoft.com/.default".into() })
    );
    let aliases = ScopeRequest::parse("api://x/read https://x.test/write").unwrap();
    assert!(aliases.single_resource().is_err());
    assert!(aliases.single_resource_by(|_| ()).is_ok());
}

#[test]
fn client_credentials_need_exactly_one_default() {
    let parse = ScopeRequest::parse_app_only;
    assert_eq!(
        parse("https://graph.microsoft.com/.default").unwrap().resource,
        Resource::AppId(resources::GRAPH)
    );
    assert_eq!(parse(".default").unwrap().resource, Resource::AppId(resources::GRAPH));
    for text in
        ["User.Read", "https://a.test/.default https://b.test/.default", "openid https://a.test/.default"]
    {
        let error = parse(text).unwrap_err();
        assert_eq!(error.fault().code, Code::SCOPE_NEEDS_DEFAULT, "{text}");
        assert!(error.fault().description().starts_with("The provided value for scope "), "{text}");
    }
}

#[test]
fn every_cause_has_a_code() {
    let fault = ScopeError::MultipleResources { scope: "api://x/y".into() };
    assert_eq!(fault.fault().code, Code::SCOPE_MULTIPLE_RESOURCES);
    assert_eq!(fault.token_fault().code, Code(28000));
    assert_eq!(ScopeError::Empty.fault().code, Code::PARAMETER_MISSING);
    assert_eq!(
        ScopeError::Invalid { scope: "x".into() }.token_fault().description(),
        "The provided value for the input parameter 'scope' is not valid. The scope x is not valid."
    );
    assert_eq!(ScopeError::TooLong.fault().code, Code::SCOPE_INVALID);
}

proptest! {
    #[test]
    fn random_text_never_panics(text in "\\PC{0,300}") {
        if let Ok(request) = ScopeRequest::parse(&text) {
            let again = ScopeRequest::parse(&request.answer(|_| true));
            let _ = request.single_resource();
            prop_assert!(again.is_ok() || request.resources.is_empty());
        }
    }

    #[test]
    fn the_answer_repeats_the_asked_spelling(names in proptest::collection::vec("[A-Z][a-z]{1,8}\\.[A-Z][a-z]{1,8}", 1..10)) {
        let asked: Vec<String> = names.iter().map(|name| format!("https://graph.microsoft.com/{name}")).collect();
        let request = ScopeRequest::parse(&asked.join(" ")).unwrap();
        let answer = request.answer(|_| true);
        for scope in &asked {
            prop_assert!(answer.split(' ').any(|granted| granted == scope));
        }
    }

    #[test]
    fn normal_form_is_stable(text in "(https://|api://)?[a-zA-Z0-9.:-]{1,30}(/[a-z]{0,5}){0,3}") {
        if let Ok(resource) = Resource::parse(&text) {
            prop_assert_eq!(Resource::parse(&resource.to_string()), Ok(resource.clone()));
        }
    }
}
