package atoll.changeprop.intake;

/// Bounds of what producers can make an intake do.
///
/// @param bodyBytes largest body of a request
/// @param events most events in a request
/// @param tokens most JSON tokens in a request, which bounds the memory to parse it
/// @param depth deepest nesting; MediaWiki cannot write more than 512
/// @param topics most topics with this intake's prefix; streams that are neither jobs nor purges nor configured by name
/// may
///     use four fifths of them
/// @param batchBytes a request's events are appended in one atomic batch up to this size, in several beyond
/// @param hastyBytes most bytes of hasty requests that wait
public record IntakeLimits(
        int bodyBytes, int events, long tokens, int depth, int topics, long batchBytes, long hastyBytes) {
    public static final IntakeLimits DEFAULTS =
            new IntakeLimits(10 << 20, 50_000, 1_500_000, 512, 2_000, 32 << 20, 32 << 20);
}
