// What the page asks of its server.

/** An answer that is none: `why` is a key of the page's words. */
export class Refused extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

const WHY = { 400: "stale", 401: "logged_out", 404: "unknown_call", 429: "too_often" };

export class Server {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  get(path, values) {
    return this.ask(`${path}?${new URLSearchParams(values)}`, { method: "GET" });
  }

  post(path, values = {}, keepalive = false) {
    const body = new URLSearchParams({ ...values, csrf_token: this.token });
    return this.ask(path, { method: "POST", body, keepalive });
  }

  async ask(path, request) {
    let response;
    try {
      response = await fetch(`${this.base}/${path}`, {
        ...request,
        headers: { Accept: "application/json" },
      });
    } catch {
      throw new Refused("lost");
    }
    if (!response.ok) throw new Refused(WHY[response.status] ?? "fault");
    return response.json();
  }
}
