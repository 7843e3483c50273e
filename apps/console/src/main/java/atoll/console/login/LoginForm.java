package atoll.console.login;

/// What the login page shows.
///
/// @param name as typed before
/// @param problem empty for none
public record LoginForm(String name, String problem) {}
