package atoll.console.api;

/// What came of asking the admin API.
public sealed interface Answer {

    /// Done; here it is.
    record Found(Tree tree) implements Answer {}

    /// There is no such thing, or this Atoll has no such part.
    record Missing(String detail) implements Answer {}

    /// The API does not do it.
    ///
    /// @param status of HTTP, 400 or above
    record Refused(int status, String detail) implements Answer {}

    /// Nothing came, or nothing that can be read; whether a change was made is not known.
    record Silent(String detail) implements Answer {}
}
