/// Tests of where requests come from.
@NullMarked
package atoll.http.origin;

import org.jspecify.annotations.NullMarked;
