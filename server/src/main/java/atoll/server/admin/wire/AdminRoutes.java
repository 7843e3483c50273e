package atoll.server.admin.wire;

import atoll.http.HttpHandler;

/// Where the features of the admin API add their routes. Each is guarded; one that changes something is also written
/// down
/// in the audit, before it is made and before it is answered.
public interface AdminRoutes {

    /// Reading.
    void get(String pattern, HttpHandler handler);

    /// Reading with a question too long for an address: a POST that changes nothing and is not in the audit.
    void ask(String pattern, HttpHandler handler);

    /// Changing something. A text `reason` in the body is kept in the audit.
    void post(String pattern, HttpHandler handler);

    /// A part of the admin API. Safe for use by many threads.
    interface Feature {
        void addTo(AdminRoutes routes);
    }
}
