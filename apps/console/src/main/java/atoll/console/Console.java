package atoll.console;

import atoll.base.config.Secret;
import atoll.base.id.Randomness;
import atoll.base.time.TimeSource;
import atoll.console.access.Accounts;
import atoll.console.access.Gate;
import atoll.console.access.LoginThrottle;
import atoll.console.access.PasswordHash;
import atoll.console.access.Sessions;
import atoll.console.api.AdminClient;
import atoll.console.audit.AuditPage;
import atoll.console.dead.DeadPage;
import atoll.console.find.FindPage;
import atoll.console.jobtype.JobTypePage;
import atoll.console.log.LogPage;
import atoll.console.login.LoginPage;
import atoll.console.overview.OverviewPage;
import atoll.console.rules.RulesPage;
import atoll.console.web.Assets;
import atoll.console.web.Site;
import atoll.console.web.Templates;
import atoll.http.HttpResponse;
import atoll.http.Route;
import atoll.http.origin.Network;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The console: routes below `/console/`, to be served by whoever builds it. Safe for use by many threads.
///
/// It keeps nothing but sessions, and those in memory. A page takes as long as the admin API and a few milliseconds.
public final class Console implements AutoCloseable {
    private final ConsoleConfig config;
    private final Ports ports;
    private final AdminClient api;

    /// What the console uses.
    ///
    /// @param admin where the admin API answers
    /// @param adminToken null if the admin API takes this machine's requests without
    public record Ports(Supplier<URI> admin, @Nullable Secret adminToken, TimeSource time, Randomness randomness) {}

    public Console(ConsoleConfig config, Ports ports) {
        this.config = config;
        this.ports = ports;
        this.api = new AdminClient(ports.admin, ports.adminToken, ports.time);
    }

    /// None if the console is not enabled.
    public List<Route> routes() {
        if (!config.enabled()) {
            return List.of();
        }
        Map<String, PasswordHash> hashes = config.accounts().stream()
                .collect(Collectors.toMap(
                        ConsoleConfig.Account::name,
                        account -> PasswordHash.parse(account.passwordHash().reveal())));
        Accounts accounts = new Accounts(hashes, ports.randomness);
        Sessions sessions = new Sessions(config.sessionIdle(), config.sessionLifetime(), ports.time, ports.randomness);
        Gate gate = new Gate(
                config.openReading() ? Gate.Reading.THIS_MACHINE : Gate.Reading.NOBODY,
                proxy(),
                sessions,
                ports.randomness);
        Site site = new Site(gate, api, new Templates(), new Assets(), ports.time, !accounts.isEmpty());
        List<Route> routes = new ArrayList<>();
        routes.add(moved("/"));
        routes.add(moved("/console"));
        routes.addAll(site.assets().routes());
        routes.addAll(new LoginPage(site, accounts, sessions, new LoginThrottle(ports.time)).routes());
        routes.addAll(new OverviewPage(site).routes());
        routes.addAll(new JobTypePage(site).routes());
        routes.addAll(new FindPage(site).routes());
        routes.addAll(new DeadPage(site).routes());
        routes.addAll(new RulesPage(site).routes());
        routes.addAll(new LogPage(site).routes());
        routes.addAll(new AuditPage(site).routes());
        return routes;
    }

    private static Route moved(String pattern) {
        HttpResponse there = HttpResponse.of(302).withHeader("Location", "/console/");
        return Route.get(pattern, _ -> there);
    }

    private Gate.@Nullable Proxy proxy() {
        String header = config.trustHeader();
        return header == null
                ? null
                : new Gate.Proxy(
                        header,
                        config.trustNetworks().stream().map(Network::parse).toList());
    }

    @Override
    public void close() {
        api.close();
    }
}
