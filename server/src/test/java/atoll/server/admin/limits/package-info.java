/// Tests of limits and policies in the admin API.
@NullMarked
package atoll.server.admin.limits;

import org.jspecify.annotations.NullMarked;
