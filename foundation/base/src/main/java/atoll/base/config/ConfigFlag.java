package atoll.base.config;

/// A value given on the command line for a key; it wins over the file. The same key may be given again where a list is
/// expected.
///
/// @param flag how the operator wrote it, for example `--listen`
/// @param key the full key, for example `http.listen`
/// @param value its text
public record ConfigFlag(String flag, String key, String value) {}
