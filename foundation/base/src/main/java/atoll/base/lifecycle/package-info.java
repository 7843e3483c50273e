/// Threads and repeated background work. The only place in Atoll, besides the HTTP engine, that creates threads.
@NullMarked
package atoll.base.lifecycle;

import org.jspecify.annotations.NullMarked;
