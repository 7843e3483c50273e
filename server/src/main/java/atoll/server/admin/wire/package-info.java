/// How all features of the admin API read a request and write JSON: names in snake_case, unknown parameters refused,
/// sizes
/// bounded.
@NullMarked
package atoll.server.admin.wire;

import org.jspecify.annotations.NullMarked;
