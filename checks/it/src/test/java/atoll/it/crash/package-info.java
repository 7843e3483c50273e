/// The real program is killed again and again under load; what it promised is checked from outside.
@NullMarked
package atoll.it.crash;

import org.jspecify.annotations.NullMarked;
