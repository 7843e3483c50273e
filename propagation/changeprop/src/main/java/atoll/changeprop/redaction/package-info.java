/// Personal data: which fields of events are kept out of what people read, in answers of the admin API and in the
/// details that timelines keep.
@NullMarked
package atoll.changeprop.redaction;

import org.jspecify.annotations.NullMarked;
