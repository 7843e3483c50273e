/// Where a request comes from: this machine, a network the operator trusts, or a page of another site.
///
/// Every entrance that asks this asks it here, so that all of them answer alike.
@NullMarked
package atoll.http.origin;

import org.jspecify.annotations.NullMarked;
