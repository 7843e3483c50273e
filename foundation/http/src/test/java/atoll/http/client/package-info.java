/// Tests of the HTTP client against small servers that misbehave in one way each.
@NullMarked
package atoll.http.client;

import org.jspecify.annotations.NullMarked;
