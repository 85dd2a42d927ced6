"""What is typed about words and the progress they stand for; the actions decide."""

from typing import Any

from django import forms

from accounts.models import Instansi, User
from accounts.permissions import Permission
from satgas.models import PadananProgres


class PadananForm(forms.Form):
    """Words of the matrix and their meaning; the institution only where one has several."""

    instansi = forms.ChoiceField(
        label="Instansi",
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih dari daftar."},
    )
    teks = forms.CharField(
        label="Kata-kata di berkas",
        max_length=120,
        help_text="Seperti tertulis di kolom Progress. Huruf besar dan spasi tidak berpengaruh.",
        error_messages={
            "required": "Tulis kata-kata seperti di berkas.",
            "max_length": "Paling panjang 120 huruf.",
        },
    )
    keadaan = forms.ChoiceField(
        label="Progres di Pantas",
        choices=[("", "Pilih progres"), *PadananProgres.Keadaan.choices],
        help_text="Pilih Tidak mengubah progres untuk kata seperti selesai: bukti yang "
        "disetujui yang menyelesaikan tugas.",
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih dari daftar."},
    )

    def __init__(
        self, *args: Any, user: User, padanan: PadananProgres | None = None, **kwargs: Any
    ) -> None:
        """`user` is the admin; `padanan` the row that is changed, if any."""
        if padanan is not None:
            kwargs.setdefault("initial", {"teks": padanan.teks, "keadaan": padanan.keadaan})
        super().__init__(*args, **kwargs)
        ids = set(user.akses.instansi_ids(Permission.PLAN_EDIT))
        homes: list[Instansi] = [one for one in user.akses.instansi if one.pk in ids]
        self._satu = homes[0].pk if homes else 0
        field = self.fields["instansi"]
        if padanan is not None or len(homes) < 2:
            del self.fields["instansi"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.pk), one.nama) for one in homes]

    @property
    def instansi_id(self) -> int:
        """Return the institution that was chosen, or the only one."""
        return int(self.cleaned_data.get("instansi", self._satu))
