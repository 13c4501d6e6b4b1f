// What was said and heard, as it appears: asked for while a call goes on, and for its texts after.

const DURING_MS = 400;
const AFTER_MS = 2000;
const AFTER_FOR_MS = 5 * 60 * 1000;

export class Transcript {
  /** list, partial: where it is shown. texts(arrived): texts that the call has sent. */
  constructor(server, list, partial, words, texts) {
    this.server = server;
    this.list = list;
    this.partial = partial;
    this.words = words;
    this.texts = texts;
    this.known = null;
  }

  /** Follow a call from its beginning. */
  follow(call) {
    clearTimeout(this.timer);
    this.list.replaceChildren();
    this.known = { call, session: "", turn: 0, text: 0, until: Infinity };
    this.look();
  }

  /** The call is over: what it still sends are texts. */
  over() {
    if (this.known) this.known.until = Date.now() + AFTER_FOR_MS;
  }

  async look() {
    const known = this.known;
    const { call, session, turn, text } = known;
    try {
      const news = await this.server.get(`calls/${call}/news`, { session, turn, text });
      if (this.known !== known) return;
      this.take(news);
    } catch {
      // The next look may succeed; what is wrong is said where the call is.
    }
    if (Date.now() > known.until) return;
    const pause = known.until === Infinity ? DURING_MS : AFTER_MS;
    this.timer = setTimeout(() => this.look(), pause);
  }

  take(news) {
    const known = this.known;
    if (news.session && news.session !== known.session) {
      known.session = news.session;
      known.turn = 0;
    }
    for (const turn of news.turns) {
      known.turn = turn.number;
      this.add("heard", this.heard(turn), news.language, turn.sure);
      this.add("said", turn.said, news.language);
    }
    this.partial.textContent = news.partial;
    this.partial.lang = news.language ?? "";
    for (const text of news.texts) {
      known.text = Math.max(known.text, text.id);
      this.texts(text);
    }
  }

  heard({ kind, heard }) {
    if (kind === "speech") return heard;
    return (this.words[`heard_${kind}`] ?? "").replace("{keys}", heard);
  }

  add(who, text, language, note) {
    if (!text) return;
    const line = document.createElement("li");
    line.className = who;
    const name = document.createElement("b");
    name.textContent = this.words[who];
    const words = document.createElement("span");
    words.className = "words";
    words.lang = language;
    words.dir = "auto";
    words.textContent = text;
    line.append(name, " ", words);
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      line.append(" ", small);
    }
    const atEnd = this.list.scrollTop + this.list.clientHeight >= this.list.scrollHeight - 60;
    this.list.append(line);
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }
}
