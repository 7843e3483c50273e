package atoll.it.tidy;

/// Something that is larger than the house allows.
///
/// @param kind one of [Sizes]' kinds
/// @param where the file, with `#` and the member if it is smaller than a file
record Excess(String kind, String where, int size, int allowed) {

    /// What is compared with the list of old excesses.
    String key() {
        return kind + " " + where;
    }

    @Override
    public String toString() {
        return kind + " " + where + " " + size + " (allowed: " + allowed + ")";
    }
}
