"""The two pages a person sees in the browser: signing in, and why that cannot go on."""

from collections.abc import Mapping, Sequence
from html import escape

from portal.smart.sessions import Listed

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5a6878; --card: #fff; --back: #eef2f6;
  --line: #c9d3de; --deep: #0b5d74; --wrong: #a3231f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #a2b0bf; --card: #1c242d;
  --back: #11171d; --line: #3a4754; --deep: #3fa7c2; --wrong: #ff9a93; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(24rem, 90vw); background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 2rem; box-sizing: border-box; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; color: var(--soft); }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input { width: 100%; box-sizing: border-box; padding: .6rem .7rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 8px; }
button { margin-top: 1.5rem; width: 100%; padding: .7rem; font: inherit; font-weight: 600; color: #fff;
  background: var(--deep); border: 0; border-radius: 8px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px; }
.wrong { color: var(--wrong); font-weight: 600; }
"""


def sign_in_page(client: str, fields: Mapping[str, str], people: Sequence[Listed], wrong: str = "") -> str:
    """`fields` travel with the form; `people` are there to choose from; `wrong` says what failed."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    options = "".join(
        f'<option value="{escape(user)}">{escape(name)}, {escape(role)}</option>'
        for user, name, role, _ in people
    )
    alert = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return _page(
        "Sign in",
        f"""<h1>Sign in to the clinic</h1>
<p>{escape(client)} will work in your name.</p>{alert}
<form method="post" autocomplete="off">{hidden}
<label for="user">User name</label><input id="user" name="user" list="people" required autofocus>
<datalist id="people">{options}</datalist>
<label for="password">Password</label><input id="password" name="password" type="password" required>
<button>Sign in</button></form>""",
    )


def problem_page(what: str) -> str:
    return _page("Sign-in stopped", f'<h1>Sign-in cannot go on</h1><p class="wrong">{escape(what)}</p>')


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Sandbox portal</title><style>{_STYLE}</style></head>"
        f"<body><main>{content}</main></body></html>"
    )
