"""People of the service: accounts, posts, substitutes, tokens and sessions. Residents have no account."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now
from gongzhi.kit.journal.models import Trunk
from gongzhi.kit.records.naming import named


class Role(models.TextChoices):
    CITY_LEADER = "city_leader", named("role.city_leader", _("市领导"))
    CITY_DISPATCHER = "city_dispatcher", named("role.city_dispatcher", _("市级分拣员"))
    DISTRICT_LEADER = "district_leader", named("role.district_leader", _("区领导"))
    DISTRICT_DISPATCHER = "district_dispatcher", named("role.district_dispatcher", _("区指挥中心"))
    STREET_LEADER = "street_leader", named("role.street_leader", _("街道书记(主任)"))
    STREET_CLERK = "street_clerk", named("role.street_clerk", _("街道经办"))
    COMMUNITY_SECRETARY = "community_secretary", named("role.community_secretary", _("社区书记"))
    COMMUNITY_WORKER = "community_worker", named("role.community_worker", _("社区工作者"))
    GRID_HEAD = "grid_head", named("role.grid_head", _("网格长"))
    BUILDING_HEAD = "building_head", named("role.building_head", _("楼栋长"))
    UNIT_HEAD = "unit_head", named("role.unit_head", _("单元长"))
    DEPARTMENT_LEADER = "department_leader", named("role.department_leader", _("部门负责人"))
    DEPARTMENT_CLERK = "department_clerk", named("role.department_clerk", _("部门经办"))
    LIAISON = "liaison", named("role.liaison", _("驻区单位联络员"))
    CONTACT_POINT = "contact_point", named("role.contact_point", _("党群联络点值守"))
    CALLER = "caller", named("role.caller", _("回访员"))
    SYSTEM_ADMIN = "system_admin", named("role.system_admin", _("系统管理员"))
    SECURITY_ADMIN = "security_admin", named("role.security_admin", _("安全管理员"))
    AUDIT_ADMIN = "audit_admin", named("role.audit_admin", _("审计管理员"))


HEADS = (Role.GRID_HEAD, Role.BUILDING_HEAD, Role.UNIT_HEAD)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Accounts(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **more) -> "User":
        user = self.model(username=username, name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Trunk):
    """An account of a person in service. The telephone number is sealed; e-mail is optional."""

    username = models.CharField(_("账号"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(max_length=120, blank=True, db_collation="C")
    email = models.EmailField(blank=True)
    phone_sealed = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(_("要先改密码"), default=False)
    synthetic = models.BooleanField(_("虚构数据"), default=False)
    tour_put_away = models.BooleanField(_("不再提示导览"), default=False)
    made_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Accounts()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """任职: a role in an organisation over an area, from a day to a day; ``stands_in_for`` makes it a substitute's."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(_("岗位"), max_length=24, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="posts", verbose_name=_("单位")
    )
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("区域"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    volunteer = models.BooleanField(_("志愿"), default=False)
    name_shown = models.BooleanField(_("公开姓名"), default=False)
    phone_shown = models.TextField(
        _("公开电话"), blank=True
    )  # sealed: taken back, it is gone from backups too

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                name="post_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("任职结束不能早于开始"),
            ),
            models.CheckConstraint(
                name="substitute_has_an_end",
                condition=Q(stands_in_for=None) | Q(valid_to__isnull=False),
                violation_error_message=_("代理要写明到哪一天"),
            ),
            models.UniqueConstraint(
                name="post_held_once", fields=["user", "role", "organisation", "area", "valid_from"]
            ),
        ]
        indexes = [
            models.Index(fields=["area", "role"], name="post_area"),
            models.Index(fields=["organisation", "role"], name="post_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user_id}"

    @property
    def trunk(self) -> User:
        return self.user


class Token(models.Model):
    """接口令牌: stored hashed; acts as its holder within ``scopes``."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=60)
    hashed = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def trunk(self) -> User:
        return self.user


class SignIn(AbstractBaseSession):
    """A session, bound to its user so that it can be shown and ended from the account page."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sign_ins")
    began_at = models.DateTimeField(default=now)
    device = models.CharField(max_length=200, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    objects: ClassVar[BaseSessionManager] = BaseSessionManager()  # type: ignore[misc]

    @classmethod
    def get_session_store_class(cls):
        from gongzhi.town.people.sessions import SessionStore

        return SessionStore
