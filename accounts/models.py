"""People: who they are and what the site keeps of them. Relations between people live in social."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.portraits import portrait_url
from accounts.validators import PLACEHOLDER_DOMAIN, USERNAME_VALIDATORS

BIO_LONGEST = 500
TOKEN_NAME_LONGEST = 60
INVITATION_NOTE_LONGEST = 200
INVITATION_DAYS = 14


class Visibility(models.TextChoices):
    """Who may see a photo, and what a person's new photos begin with."""

    EVERYONE = "everyone", "Everyone here"
    FRIENDS = "friends", "Friends"
    ME = "me", "Only me"


class Standing(models.TextChoices):
    """Whether a person may come in."""

    ACTIVE = "active", "Active"
    WAITING = "waiting", "Waiting for approval"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"
    SWITCHED_OFF = "switched_off", "Switched off"


class UserManager(BaseUserManager["User"]):
    """Finds people by name in any case, and makes them for commands."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by user name, whatever its case."""
        return self.get(username_key=(username or "").lower())

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Make a person; without an address a placeholder is kept that is never mailed."""
        user = self.model(username=username, email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Make a person who may do everything in the admin."""
        return self.create_user(username, email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Names never change, so that they can be stored beside what the person made."""

    username = models.CharField("user name", max_length=30, unique=True, validators=USERNAME_VALIDATORS)
    # Unique whatever the case on every database: MariaDB silently skips constraints with expressions.
    username_key = models.CharField(max_length=30, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True, blank=True)
    bio = models.CharField(max_length=BIO_LONGEST, blank=True)
    avatar_key = models.CharField(max_length=100, blank=True, editable=False)
    default_visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.EVERYONE, help_text="What new photos begin with."
    )
    search_engines = models.BooleanField(
        default=False, help_text="Search engines may list this person's pages, if the site ever shows them to visitors."
    )
    is_staff = models.BooleanField("staff", default=False, help_text="May open the administration.")
    is_active = models.BooleanField("active", default=True, help_text="Off: cannot log in, and is hidden.")
    # Why somebody is not active; accounts/services/standing.py keeps `is_active` to be "none of these".
    is_switched_off = models.BooleanField("switched off by staff", default=False, editable=False)
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    awaits_approval = models.BooleanField(default=False, editable=False, db_index=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    is_limited = models.BooleanField("limited", default=False, editable=False, help_text="Only friends see them.")
    created_at = models.DateTimeField(auto_now_add=True)
    # From here on nothing leads back: some of what the person made may be gone already.
    erasing_since = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    # Nothing else is asked for: an e-mail address is welcome, never needed.
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Newest people last, as they came."""

        ordering = ("id",)
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions: ClassVar = [("appoint_moderator", "Can appoint and dismiss moderators")]

    def __str__(self) -> str:
        """Show the user name."""
        return self.username

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Keep the lower-case key and an address beside the name."""
        self.username_key = self.username.lower()
        self.email = self.email.lower() or self.placeholder
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Normalise name and address as they are stored, before forms ask whether they are taken."""
        # Django's form for staff leaves None for a name that is taken.
        self.username = self.normalize_username(self.username or "")
        self.username_key = self.username.lower()
        self.email = self.email.lower()

    def get_absolute_url(self) -> str:
        """Answer the profile page."""
        return reverse("photos:profile", args=[self.username])

    @property
    def standing(self) -> "Standing":
        """Answer the one word for whether the person may come in, and if not, the weightiest reason."""
        if self.is_active:
            return Standing.ACTIVE
        if self.closed_at is not None:
            return Standing.CLOSED
        if self.awaits_approval:
            return Standing.WAITING
        return Standing.SUSPENDED if self.suspended_until is not None else Standing.SWITCHED_OFF

    @property
    def placeholder(self) -> str:
        """Answer the address that is kept while the person has given none."""
        return f"{self.username.lower()}@{PLACEHOLDER_DOMAIN}"

    @property
    def real_email(self) -> str:
        """Answer the address that the person gave, or nothing."""
        return "" if self.email.endswith(f"@{PLACEHOLDER_DOMAIN}") else self.email

    @property
    def thumb(self) -> str:
        """Sign the URL of the small profile picture; nothing when there is none."""
        return portrait_url(self.avatar_key, "thumb")

    @property
    def portrait(self) -> str:
        """Sign the URL of the large profile picture; nothing when there is none."""
        return portrait_url(self.avatar_key, "full")


class SignUp(User):
    """Somebody who has signed up and waits for a moderator, as the administration lists them."""

    class Meta:
        """The same rows, with rights of their own."""

        proxy = True
        verbose_name = "sign-up waiting"
        verbose_name_plural = "sign-ups waiting"
        default_permissions = ("view", "change")


def in_two_weeks() -> datetime:
    """Answer when an invitation ends, unless somebody says otherwise."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A code with which one person may sign up. The code itself is stored nowhere, only its SHA-256."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(
        max_length=INVITATION_NOTE_LONGEST, blank=True, help_text="Whom it is for; only staff see it."
    )
    made_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="invitations_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_two_weeks)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="invitations_used"
    )

    class Meta:
        """Newest first; what was used stays on record."""

        ordering = ("-id",)
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        """Say whom it is for."""
        return self.note or f"Invitation {self.pk}"


class TokenScope(models.TextChoices):
    """What a program may do with a token."""

    READ = "read", "Read only"
    WRITE = "write", "Read and write"


class ApiToken(models.Model):
    """A key that a person gave to a program of theirs. The key itself is stored nowhere, only its SHA-256."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=TOKEN_NAME_LONGEST)
    scope = models.CharField(max_length=10, choices=TokenScope.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # What the list shows, so that people know which one it is.
    start = models.CharField("begins with", max_length=8, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """Newest first, as the settings list them."""

        ordering = ("-id",)
        verbose_name = "API token"

    def __str__(self) -> str:
        """Show the name that the person gave it."""
        return self.name

    @property
    def has_expired(self) -> bool:
        """Say whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class RetiredName(models.Model):
    """That a name belonged to somebody who was erased. The name itself is stored nowhere, only its SHA-256."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    retired_at = models.DateTimeField(db_index=True)

    class Meta:
        """Nobody's to look at."""

        default_permissions = ()

    def __str__(self) -> str:
        """Show how the digest begins."""
        return self.digest[:8]


def may_moderate(user: User) -> bool:
    """Say whether a person may take away what others made; costs no query for who is no staff."""
    return user.is_active and user.is_staff and user.has_perm("photos.change_comment")
