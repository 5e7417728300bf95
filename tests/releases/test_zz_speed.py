import time, pytest
from tests.releases.test_streaming import *
@pytest.mark.django_db
def test_speed():
    s=StudyFactory()
    fill(s,40)
    t=time.process_time(); snap=take(s, all_of(s)); print("\nsnapshot",len(snap),time.process_time()-t)
    t=time.process_time(); n=sum(1 for _ in rows(snap)); d=time.process_time()-t; print("rows/s",n/d)
    for f in FORMATS.values():
        t=time.process_time(); b=sum(map(len,f.write(COLUMNS, rows(snap)))); d=time.process_time()-t; print(f.name,n/d,b)
    t=time.process_time(); b=sum(map(len,package(snap))); d=time.process_time()-t; print("package",n/d,b, d)
    import cProfile,pstats
    p=cProfile.Profile(); p.enable(); list(zip(range(10000),rows(snap))); p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(22)
