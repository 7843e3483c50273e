/// Static configuration: YAML text and flags bound to records, all problems reported at once.
@NullMarked
package atoll.base.config;

import org.jspecify.annotations.NullMarked;
