package atoll.server.observe;

/// The figures of one type over time.
///
/// @param backlog deliveries that are not finished and not running: new, waiting, waiting for a retry, or ready
record TypeHistory(History accepted, History done, History failed, History backlog) {
    TypeHistory() {
        this(new History(), new History(), new History(), new History());
    }
}
