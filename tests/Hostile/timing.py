"""Do refused logins tell by their time who is known? Answers to three questions, asked in turns, and a rank test between them."""

import math
import statistics
import time

import message
from peer import Broken

# |z| beyond this has a chance of about one in a thousand when nothing differs.
NOTABLE = 3.3


def rank_test(first, second):
    """Mann-Whitney's z by the normal approximation; the sign is that of first minus second."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    position, ranks = 0, 0.0
    while position < len(ranked):
        end = position
        while end < len(ranked) and ranked[end][0] == ranked[position][0]:
            end += 1
        ranks += (position + end + 1) / 2 * sum(1 for _, which in ranked[position:end] if which == 0)
        position = end
    n, m = len(first), len(second)
    return (ranks - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)


def questions(site):
    """A name, the payload's maker, and the answer that is due."""
    stranger, alice = site.stranger, site.alice
    return {
        "an unknown user, an unknown key, asked": (lambda peer: stranger.query("nobody"), message.USERAUTH_FAILURE),
        "a known user, an unknown key, asked": (lambda peer: stranger.query("alice"), message.USERAUTH_FAILURE),
        "the user git, an unknown key, asked": (lambda peer: stranger.query("git"), message.USERAUTH_FAILURE),
        "an unknown user, a known key, asked": (lambda peer: alice.query("nobody"), message.USERAUTH_FAILURE),
        "an unknown user, an unknown key, signed": (lambda peer: stranger.request(peer.session_id, "nobody"), message.USERAUTH_FAILURE),
        "a known user, an unknown key, signed": (lambda peer: stranger.request(peer.session_id, "alice"), message.USERAUTH_FAILURE),
        "an unknown user, a known key, signed": (lambda peer: alice.request(peer.session_id, "nobody"), message.USERAUTH_FAILURE),
        "a known user, the right key, asked": (lambda peer: alice.query("git"), message.USERAUTH_PK_OK),
    }


def ask(site, make, due):
    """Microseconds from the question to its answer, on a connection of its own."""
    peer = site.patient.dial()
    try:
        peer.identify().exchange_keys().ask_service()
        payload = make(peer)
        started = time.perf_counter_ns()
        answer = peer.answer_to_login(payload)
        taken = (time.perf_counter_ns() - started) / 1000
    finally:
        peer.close()
    if answer not in (due, message.USERAUTH_FAILURE):
        raise Broken(f"message {answer} answers it")
    return answer, taken


def measure(site, rounds):
    asked = questions(site)
    times, answers = {name: [] for name in asked}, {}
    for number in range(rounds + 10):
        for name, (make, due) in asked.items():
            answer, taken = ask(site, make, due)
            answers[name] = message.NAMES[answer]
            if number >= 10:
                times[name].append(taken)
    print(f"{'question':<44}{'lower quartile':>15}{'median':>9}{'upper quartile':>15}  answer   ({rounds} rounds, in microseconds)")
    for name, taken in times.items():
        lower, median, upper = statistics.quantiles(taken, n=4)
        print(f"{name:<44}{lower:>15.0f}{median:>9.0f}{upper:>15.0f}  {answers[name]}")
    print()
    notable = 0
    for how in ("asked", "signed"):
        refused = [name for name in times if name.endswith(how) and answers[name] == "USERAUTH_FAILURE"]
        for name in refused[1:]:
            z = rank_test(times[refused[0]], times[name])
            notable += abs(z) > NOTABLE
            print(f"z = {z:+5.1f}  {'DIFFERENT' if abs(z) > NOTABLE else 'alike':<10}{refused[0]} | {name}")
    print("Refused logins do not tell by their time who is known." if not notable else f"{notable} pairs differ.")
    return 1 if notable else 0
