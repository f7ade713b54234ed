"""What is done with accounts: signing up and in, changing what they say, and who may come in at all."""

from accounts.services.appointing import MODERATORS, appoint_moderator, dismiss_moderator
from accounts.services.approving import approve_sign_up, decline_sign_up
from accounts.services.editing import edit_account, forget_other_addresses
from accounts.services.invitations import (
    CODE_LONGEST,
    check_invitation,
    draw_code,
    link_of,
    make_invitation,
    revoke_invitation,
)
from accounts.services.signing_in import (
    begin_session,
    confirm_password,
    end_other_sessions,
    log_in,
    log_out,
    seconds_to_wait,
)
from accounts.services.signing_up import (
    CLOSED,
    WAITING,
    add_person,
    check_sign_up_open,
    check_sign_up_rate,
    sign_up,
    store_new_person,
)
from accounts.services.standing import (
    close_account,
    end_suspension,
    end_suspension_if_over,
    end_suspensions,
    limit,
    readmitted,
    reopen_account,
    suspend,
    switch_off,
    switch_on,
    unlimit,
)

__all__ = [
    "CLOSED",
    "CODE_LONGEST",
    "MODERATORS",
    "WAITING",
    "add_person",
    "appoint_moderator",
    "approve_sign_up",
    "begin_session",
    "check_invitation",
    "check_sign_up_open",
    "check_sign_up_rate",
    "close_account",
    "confirm_password",
    "decline_sign_up",
    "dismiss_moderator",
    "draw_code",
    "edit_account",
    "end_other_sessions",
    "end_suspension",
    "end_suspension_if_over",
    "end_suspensions",
    "forget_other_addresses",
    "limit",
    "link_of",
    "log_in",
    "log_out",
    "make_invitation",
    "readmitted",
    "reopen_account",
    "revoke_invitation",
    "seconds_to_wait",
    "sign_up",
    "store_new_person",
    "suspend",
    "switch_off",
    "switch_on",
    "unlimit",
]
