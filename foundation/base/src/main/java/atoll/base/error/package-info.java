/// The one root of Atoll's exceptions, and its kinds.
@NullMarked
package atoll.base.error;

import org.jspecify.annotations.NullMarked;
