"""What is counted and timed about the institution's registry."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter(
    "benefitline_registry_requests", "Requests to the institution's registry", ["outcome"]
)
SECONDS = Histogram(
    "benefitline_registry_seconds",
    "From a request to the institution's registry to its answer or failure",
    buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
)
BREAKER = Gauge(
    "benefitline_registry_breaker",
    "The institution's registry: 0 asked, 1 tried once, 2 left alone for a while",
)
SEARCHES = Counter(
    "benefitline_registry_searches", "Searches that other systems made here", ["outcome"]
)
