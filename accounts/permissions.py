"""Who may do what: the only place. Roles are code; a Membership gives a role for a time."""

from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    """Things a person may be allowed to do."""

    PLAN_READ = "rencana.baca"
    EVIDENCE_READ = "bukti.baca"
    EVIDENCE_SEND = "bukti.kirim"
    EVIDENCE_REVIEW = "bukti.verifikasi"
    REVIEW_ASSIGN = "verifikasi.bagi"
    EXCEPTION_DECIDE = "pengecualian.putus"
    DISPOSITION_GIVE = "disposisi.beri"
    PERIOD_CLOSE = "periode.tutup"
    JAGA_RECORD = "jaga.catat"
    MEETING_RECORD = "rapat.catat"
    FOLLOWUP_WATCH = "tindak_lanjut.pantau"
    SCHEDULE_PLAN = "jadwal.susun"
    LKE_FILL = "lke.isi"
    LKE_EVALUATE = "lke.evaluasi"
    LKE_MANAGE = "lke.kelola"
    DASHBOARD_READ = "dasbor.baca"
    REPORT_CREATE = "laporan.buat"
    REPORT_READ_ALL = "laporan.baca_semua"
    AUDIT_READ = "audit.baca"
    USER_MANAGE = "pengguna.kelola"
    PLAN_EDIT = "rencana.ubah"
    INSTANSI_SETUP = "instansi.siapkan"
    INSTANSI_MANAGE = "instansi.kelola"


class Role(models.TextChoices):
    """Roles of the portal; the label is the word on screen."""

    OPERATOR = "operator", "Operator unit"
    KOORDINATOR = "koordinator", "Koordinator tim"
    VERIFIKATOR = "verifikator", "Verifikator"
    KETUA = "ketua", "Ketua"
    ADMIN = "admin", "Admin"
    AUDITOR = "auditor", "Auditor"
    AUDITOR_TUGAS = "auditor_tugas", "Auditor dengan surat tugas"
    PLATFORM = "platform", "Pengelola platform"


class Scope(StrEnum):
    """How far a role reaches from the unit of its Membership."""

    SUBTREE = "subtree"  # the unit and everything below it
    INSTANSI = "instansi"  # the whole institution
    NONE = "none"  # no rows of any institution


_READ = frozenset({Permission.PLAN_READ, Permission.EVIDENCE_READ})
_READ_ALL = _READ | {
    Permission.DASHBOARD_READ,
    Permission.REPORT_CREATE,
    Permission.REPORT_READ_ALL,
}

_OPERATOR = _READ | {
    Permission.EVIDENCE_SEND,
    Permission.MEETING_RECORD,
    Permission.DASHBOARD_READ,
    Permission.REPORT_CREATE,
    Permission.LKE_FILL,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: _OPERATOR,
    Role.KOORDINATOR: _OPERATOR | {Permission.SCHEDULE_PLAN},
    Role.VERIFIKATOR: _READ_ALL
    | {
        Permission.EVIDENCE_REVIEW,
        Permission.REVIEW_ASSIGN,
        Permission.JAGA_RECORD,
        Permission.MEETING_RECORD,
        Permission.FOLLOWUP_WATCH,
        Permission.LKE_EVALUATE,
    },
    Role.KETUA: _READ_ALL
    | {
        Permission.AUDIT_READ,
        Permission.EXCEPTION_DECIDE,
        Permission.PERIOD_CLOSE,
        Permission.DISPOSITION_GIVE,
        Permission.MEETING_RECORD,
    },
    Role.ADMIN: _READ_ALL
    | {
        Permission.AUDIT_READ,
        Permission.USER_MANAGE,
        Permission.PLAN_EDIT,
        Permission.SCHEDULE_PLAN,
        Permission.LKE_MANAGE,
        Permission.MEETING_RECORD,
        Permission.INSTANSI_SETUP,
    },
    Role.AUDITOR: _READ_ALL | {Permission.AUDIT_READ},
    Role.AUDITOR_TUGAS: _READ | {Permission.DASHBOARD_READ, Permission.REPORT_CREATE},
    Role.PLATFORM: frozenset({Permission.INSTANSI_MANAGE}),
}

ROLE_SCOPE: dict[Role, Scope] = {
    Role.OPERATOR: Scope.SUBTREE,
    Role.KOORDINATOR: Scope.SUBTREE,
    Role.VERIFIKATOR: Scope.INSTANSI,
    Role.KETUA: Scope.INSTANSI,
    Role.ADMIN: Scope.INSTANSI,
    Role.AUDITOR: Scope.INSTANSI,
    Role.AUDITOR_TUGAS: Scope.SUBTREE,
    Role.PLATFORM: Scope.NONE,
}


class Denied(Exception):
    """An action was refused; the message is Indonesian and fit for the screen."""
