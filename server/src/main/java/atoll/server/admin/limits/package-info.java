/// Limits and policies in the admin API: what bounds the work now, and how to change it.
@NullMarked
package atoll.server.admin.limits;

import org.jspecify.annotations.NullMarked;
