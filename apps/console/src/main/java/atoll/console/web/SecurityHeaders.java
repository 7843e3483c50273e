package atoll.console.web;

import atoll.http.HttpResponse;

/// Headers on everything the console answers: a browser runs the console's own scripts and nothing else, asks nobody
/// else for anything, shows the console in no frame, and tells no other site where it was.
final class SecurityHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private SecurityHeaders() {}

    static HttpResponse with(HttpResponse response) {
        return response.withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("X-Frame-Options", "DENY")
                .withHeader("Referrer-Policy", "same-origin")
                .withHeader("Cross-Origin-Opener-Policy", "same-origin")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin")
                .withHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }
}
