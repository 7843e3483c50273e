package atoll.base.config;

/// One key of the configuration, explained. Secrets are shown as `***`.
///
/// @param type what may be written, for example `duration (5s, 500ms, 7d)`
/// @param byDefault the default's text; empty if the key is optional and absent by default
/// @param current the value in force
/// @param origin `default`, a file with line, or a flag
/// @param doc the sentence of [Doc]; empty if there is none
public record Setting(String key, String type, String byDefault, String current, String origin, String doc) {}
