"""What a person sets for themselves."""

from accounts.actions.errors import IsianKeliru
from accounts.actions.trail import home, trail
from accounts.models import User
from audit.recorder import audited


def ubah_tema(*, tema: str, by: User) -> None:
    """Choose the look of the screens. Raises IsianKeliru."""
    if tema not in User.Tema.values:
        raise IsianKeliru({"tema": "Pilih tema dari daftar."})
    with audited():
        orang = User.objects.select_for_update().get(pk=by.pk)
        if orang.tema == tema:
            return
        trail(home(orang), "profil.tema", by, orang, {"tema": [orang.tema, tema]})
        orang.tema = tema
        orang.save(update_fields=["tema"])
    by.tema = tema
