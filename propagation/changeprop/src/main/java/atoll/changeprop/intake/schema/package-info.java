/// JSON Schemas of events: those that ship inside, more from a directory, and checking an event against one.
///
/// Bundled schemas are open (further fields are allowed) and one document serves a whole major version, because minor
/// versions only add optional fields. They are a little more tolerant than their models: a URL is not parsed, because
/// whatever was cached under it must still be purged.
@NullMarked
package atoll.changeprop.intake.schema;

import org.jspecify.annotations.NullMarked;
