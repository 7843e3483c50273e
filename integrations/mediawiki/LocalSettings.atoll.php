<?php
// SPDX-License-Identifier: GPL-2.0-or-later

/**
 * Sends a wiki's jobs, events and purges to Atoll. At the end of LocalSettings.php:
 *
 *   require '/opt/atoll/integrations/mediawiki/LocalSettings.atoll.php';
 *
 * Needs the EventBus extension of the wiki's own MediaWiki release in extensions/.
 */

// Where Atoll listens. Put "?token=…" behind it if Atoll is on another machine.
$wgAtollIntake = $wgAtollIntake ?? 'http://127.0.0.1:8080/v1/events';

wfLoadExtension( 'EventBus' );

// TYPE_JOB for the job queue only; TYPE_PURGE for purges; TYPE_EVENT for edits and the like.
$wgEnableEventBus = 'TYPE_ALL';
$wgEventServices['atoll'] = [ 'url' => $wgAtollIntake, 'timeout' => 10 ];
$wgEventServiceDefault = 'atoll';

// Jobs. The old setting is kept for moveJobs.php, which empties the old queue.
$wgAtollOldJobQueue = $wgJobTypeConf['default'];
$wgJobTypeConf['default'] = [
	'class' => \MediaWiki\Extension\EventBus\Adapters\JobQueue\JobQueueEventBus::class,
	'readOnlyReason' => false,
];
// Page views need not run jobs any more.
$wgJobRunRate = 0;
// Lets Atoll run jobs over HTTP. With a worker it is not needed.
$wgEventBusEnableRunJobAPI = $wgEventBusEnableRunJobAPI ?? true;

// Purges of pages in caches.
$wgEventRelayerConfig['cdn-url-purges'] = [
	'class' => \MediaWiki\Extension\EventBus\Adapters\EventRelayer\CdnPurgeEventRelayer::class,
	'stream' => 'resource-purge',
];

// With EventStreamConfig, streams that are not declared count as disabled, and their jobs are refused.
$wgEventStreams['/^mediawiki\.job\..+/'] = [ 'schema_title' => 'mediawiki/job' ];
