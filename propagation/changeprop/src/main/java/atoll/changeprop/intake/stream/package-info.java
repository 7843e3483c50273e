/// What is configured for streams: the schema title they must have, how their topic is laid out, what becomes of
/// invalid
/// events, and how important they are under overload.
@NullMarked
package atoll.changeprop.intake.stream;

import org.jspecify.annotations.NullMarked;
