/// The real program under limits and policies: a broken wiki, and operators who change policies while work goes on.
@NullMarked
package atoll.it.limits;

import org.jspecify.annotations.NullMarked;
