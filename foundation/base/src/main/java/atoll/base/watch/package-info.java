/// Values that change at run time: policies, as opposed to configuration, which is fixed for the life of the process.
@NullMarked
package atoll.base.watch;

import org.jspecify.annotations.NullMarked;
