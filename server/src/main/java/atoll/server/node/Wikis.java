package atoll.server.node;

import atoll.base.time.TimeSource;
import atoll.changeprop.executor.HttpCall;
import atoll.changeprop.executor.LagProbe;
import atoll.changeprop.executor.MediaWikiExecutor;
import atoll.changeprop.executor.RunSingleJobExecutor;
import atoll.changeprop.executor.WikiExecutor;
import atoll.changeprop.executor.WikiMap;
import atoll.changeprop.executor.WikiRoutes;
import atoll.changeprop.executor.worker.WorkerExecutor;
import atoll.changeprop.executor.worker.WorkerPool;
import atoll.changeprop.executor.worker.WorkerSettings;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.server.node.AtollConfig.Endpoint;
import atoll.server.node.AtollConfig.WikiAddress;
import atoll.server.node.AtollConfig.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The wikis as configured: where they are, and the workers of those that have some.
final class Wikis implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(30);

    private final WikiMap map;
    private final Map<String, WorkerPool> pools = new HashMap<>();
    private final @Nullable WorkerPool standard;

    private Wikis(AtollConfig config, TimeSource time, MeterRegistry meters) {
        Map<String, WikiMap.Wiki> urls = new HashMap<>();
        config.wikis().forEach((name, address) -> {
            if (address.url() != null) {
                urls.put(name, WikiMap.Wiki.at(address.url().toString(), address.host()));
            }
            if (address.worker() != null) {
                pools.put(name, WorkerPool.of(settings(name, address.worker()), time, meters));
            }
        });
        URI only = config.wiki();
        map = new WikiMap(urls, only == null ? null : WikiMap.Wiki.at(only.toString()));
        Worker worker = config.worker();
        standard = worker == null ? null : WorkerPool.of(settings("default", worker), time, meters);
    }

    /// @throws atoll.base.error.AtollException INVALID if an address or a worker cannot be used
    static Wikis of(AtollConfig config, TimeSource time, MeterRegistry meters) {
        return new Wikis(config, time, meters);
    }

    private static WorkerSettings settings(String name, Worker worker) {
        return new WorkerSettings(
                name,
                worker.command(),
                worker.processes(),
                worker.jobsPerProcess(),
                worker.memory().bytes(),
                worker.maxAge(),
                START_WITHIN);
    }

    WikiMap map() {
        return map;
    }

    /// The section of each wiki that has one, by wiki id or domain.
    static Map<String, String> sections(Map<String, WikiAddress> addresses) {
        Map<String, String> sections = new HashMap<>();
        addresses.forEach((name, address) -> {
            if (address.section() != null) {
                sections.put(name, address.section());
            }
        });
        return sections;
    }

    /// One probe for each section that has a wiki with a URL.
    List<LagProbe> probes(Duration every, HttpCall http, ReplicaLag lag, TimeSource time) {
        Map<String, WikiMap.Wiki> asked = new TreeMap<>();
        map.standard().ifPresent(wiki -> asked.put(ReplicaLag.REST, wiki));
        map.names().forEach(name -> map.find(name).ifPresent(wiki -> asked.putIfAbsent(lag.sectionOf(name), wiki)));
        return asked.entrySet().stream()
                .map(each -> new LagProbe(each.getKey(), each.getValue(), http, lag, every, time))
                .toList();
    }

    boolean isReachable(String wiki) {
        return standard != null || pools.containsKey(wiki) || map.find(wiki).isPresent();
    }

    /// Jobs go to the workers of their wiki, else to its own URL, else to the workers or the URL for all others.
    ///
    /// @param addresses as configured
    /// @param endpoint what answers below the URL for all others
    WikiExecutor routes(
            Map<String, WikiAddress> addresses,
            Endpoint endpoint,
            HttpCall http,
            ReplicaLag lag,
            BulkWork bulk,
            TimeSource time) {
        WikiExecutor rest = new MediaWikiExecutor(http, this::map, lag, time);
        WikiExecutor rpc = new RunSingleJobExecutor(http, this::map, lag, time);
        Map<String, WikiExecutor> byWiki = new HashMap<>();
        addresses.forEach((name, address) -> {
            WorkerPool pool = pools.get(name);
            WikiExecutor own = address.endpoint() == Endpoint.RPC ? rpc : rest;
            byWiki.put(name, pool == null ? own : new WorkerExecutor(pool, lag, bulk));
        });
        WikiExecutor overHttp = endpoint == Endpoint.RPC ? rpc : rest;
        return new WikiRoutes(byWiki, standard == null ? overHttp : new WorkerExecutor(standard, lag, bulk));
    }

    @Override
    public void close() {
        List<WorkerPool> all = new ArrayList<>(pools.values());
        if (standard != null) {
            all.add(standard);
        }
        all.forEach(WorkerPool::close);
    }
}
