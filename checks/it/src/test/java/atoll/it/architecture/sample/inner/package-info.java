/// Needs the package around it, which needs this one.
@NullMarked
package atoll.it.architecture.sample.inner;

import org.jspecify.annotations.NullMarked;
