/// Tests of the admin API, with fakes of what it looks at.
@NullMarked
package atoll.server.admin;

import org.jspecify.annotations.NullMarked;
