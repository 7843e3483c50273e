package atoll.changeprop.intake.schema;

/// What happens to events whose schema is not known.
public enum SchemaMode {
    /// They are accepted unchecked, and counted.
    OPEN,
    /// They are invalid.
    STRICT
}
